import { indicationOf, personalCategory } from '../../contracts/personal-names';
import type { RowRule } from '../../contracts/rule';
import { shippedContracts } from '../support/shipped';
import { edited, findingsOf, shipped } from './shipped';

const EMAIL = '        customProperties:\n          - property: pii\n            value: email\n';
const BRONZE = 'bronze/users.odcs.yaml';

describe('a column that looks personal', () => {
  it.each([
    ['email', 'customer_email', 'e_mail', 'contact_mail_address', 'Email_Token'],
    ['phone', 'mobile', 'phone_number', 'work_phone', 'telefon', 'fax_nr'],
    ['name', 'name', 'first_name', 'surname', 'customer_name', 'vorname', 'card_holder_name'],
    ['birth-date', 'dob', 'date_of_birth', 'birthday'],
    ['street', 'street', 'home_address', 'address_line_1', 'shipping_address'],
    ['iban', 'iban', 'bank_account_number'],
    ['card', 'card_number', 'credit_card', 'cc_num'],
    ['national-id', 'ssn', 'tax_id', 'pesel', 'codice_fiscale'],
    ['passport', 'passport_no'],
    ['ip-address', 'ip', 'client_ip', 'ip_address'],
    ['mac-address', 'mac_address'],
    ['plate', 'license_plate'],
    ['credential', 'password', 'api_key', 'access_token'],
  ])('is known as %s by its name', (category, ...names) => {
    expect(names.map((name) => personalCategory(name))).toEqual(names.map(() => category));
  });

  it('is not every column', () => {
    const others = [
      'product_name', 'campaign_name', 'store_id', 'part_number', 'order_no', 'username_count', 'emails_sent_total',
      'mailing', 'description', 'household_id', 'town_hall', 'tip', 'ship_date', 'cellar', 'street_type_code', 'token_count',
    ]; // prettier-ignore
    expect(others.map((name) => personalCategory(name))).toEqual(others.map(() => undefined));
  });

  it('is refused without a declaration, and with a reason that nothing asks for', () => {
    expect(findingsOf(shipped)).toEqual([]);
    const bare = findingsOf(edited(BRONZE, [EMAIL, '']));
    expect(bare.join('\n')).toMatch(
      /bronze\/users\.odcs\.yaml:\d+: column 'email' looks personal \(email\) by its name/,
    );
    const reasoned = EMAIL.replace('pii', 'notPersonal').replace('value: email', 'value: addresses of shops only');
    expect(findingsOf(edited(BRONZE, [EMAIL, reasoned])).join('\n')).not.toContain(
      'looks personal (email) by its name',
    );
    const short = EMAIL.replace('pii', 'notPersonal').replace('value: email', 'value: ok');
    expect(findingsOf(edited(BRONZE, [EMAIL, short])).join('\n')).toContain("custom property 'notPersonal'");
    const both = `${EMAIL}          - property: notPersonal\n            value: addresses of shops only\n`;
    expect(findingsOf(edited(BRONZE, [EMAIL, both])).join('\n')).toContain(
      'is personal (email) and says that it is not',
    );
  });

  it('is known by its rule, and by what it is made of', () => {
    const lineage = edited(
      'silver/users_enriched.odcs.yaml',
      ['transformLogic: lower(trim(email))\n        classification: personal\n        customProperties:\n          - property: pii\n            value: email\n          - property: protection\n            value: token\n', 'transformLogic: lower(trim(email))\n'],
      ['- name: email_token', '- name: contact_key'],
    ); // prettier-ignore
    expect(findingsOf(lineage).join('\n')).toContain(
      "column 'contact_key' looks personal (email) by bronze.users.email, of which it is made",
    );
  });

  it('is known by a rule that looks for an @', () => {
    const [users] = shippedContracts();
    if (users === undefined) throw new Error('no table');
    const rule: RowRule = {
      kind: 'row',
      id: 'contact.pattern',
      description: '',
      columns: ['contact'],
      severity: 'error',
      dimension: 'conformity',
      expression: "contact RLIKE '^[^@]+@.+$'",
    };
    const table = { ...users, rules: [rule] };
    const column = { name: 'contact', type: 'string', required: false, description: '' };
    expect(indicationOf(table, column)).toEqual({ category: 'email', why: 'by its rule contact.pattern' });
    expect(indicationOf(table, { ...column, name: 'other' })).toBeUndefined();
  });
});
