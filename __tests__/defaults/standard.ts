/** What the standard props may be, for every construct that has them. */
export const TAGS = { tags: { other: { Use: 'test' } } } as const;
export const LOCK = { lock: { other: { name: 'lock', reason: 'It would be missed.' } } } as const;
export const DIAGNOSTICS = { diagnostics: { other: { logWorkspaceId: '/subscriptions/s/workspaces/logs' } } } as const;
export const STANDARD = { ...TAGS, ...LOCK, ...DIAGNOSTICS } as const;
