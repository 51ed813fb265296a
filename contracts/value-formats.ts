/** Values of `logicalTypeOptions.format` that can be judged. */

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const LABEL = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const GROUP = '[0-9A-Fa-f]{1,4}';

/** Of texts: regular expressions of Java. */
export const FORMATS: Readonly<Record<string, string>> = {
  // As browsers judge an e-mail field (HTML, "valid e-mail address"), with at least one dot in the domain.
  email: `^[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(\\.${LABEL})+\\z`,
  uuid: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\z',
  // RFC 3986: a scheme, a colon and no space.
  uri: '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+\\z',
  hostname: `^(?=.{1,253}\\z)${LABEL}(\\.${LABEL})*\\z`,
  ipv4: `^(${OCTET}\\.){3}${OCTET}\\z`,
  // RFC 4291: eight groups, or fewer around one "::".
  ipv6: `^((${GROUP}:){7}${GROUP}|(?=.*::)(?!.*::.*::)(?!(.*:){8})(${GROUP})?(:${GROUP}|::?)*(${GROUP})?)\\z`,
};

/** Of integers: smallest and greatest value. */
export const INTEGER_RANGES: Readonly<Record<string, readonly [string, string]>> = {
  i8: ['-128', '127'],
  i16: ['-32768', '32767'],
  i32: ['-2147483648', '2147483647'],
  i64: ['-9223372036854775808', '9223372036854775807'],
  u8: ['0', '255'],
  u16: ['0', '65535'],
  u32: ['0', '4294967295'],
  u64: ['0', '18446744073709551615'],
};
