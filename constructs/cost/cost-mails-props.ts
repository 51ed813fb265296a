export interface CostMailsProps {
  /** Distinguishes names within a subscription: lower-case letters, digits and hyphens. */
  readonly suffix: string;
  readonly subscriptionId: string;
  readonly resourceGroupId: string;
  /** Shown in subjects, at most 30 characters. */
  readonly title: string;
  /** Who hears of it, 1 to 20; the first is the sender of the monthly mail. */
  readonly emails: readonly string[];
  /** Day of the month of the mail, 1 to 28. @default 3, when the last day of the month before has been billed */
  readonly dayOfMonth?: number;
}
