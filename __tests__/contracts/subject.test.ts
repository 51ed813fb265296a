import { compileManifest } from '../../contracts/compile';
import { parseContracts } from '../../contracts/load';
import { type ContractText, edited, findingsOf, shipped } from './shipped';

const SUBJECT = '        customProperties:\n          - property: subject\n            value: household\n';
const AGE =
  '      - name: age\n        logicalType: string\n        physicalType: string\n        description: Age band.\n';
const USERS = 'silver/users_enriched.odcs.yaml';
const EVENTS = 'bronze/events.odcs.yaml';

const compiled = (texts: readonly ContractText[]) => compileManifest(parseContracts(texts), () => '').tables;

describe('a subject', () => {
  it('compiles to the column by which a person is found, and changes nothing else about the table', () => {
    const renamed = shipped.map(({ file, text }) => ({
      file,
      text: text.replaceAll('value: household', 'value: customer'),
    }));
    const [before, after] = [compiled(shipped), compiled(renamed)];
    const events = (tables: typeof before) => tables.find(({ name }) => name === 'bronze.events')?.subjects;
    expect(events(before)).toEqual({ household: 'household_id' });
    expect(events(after)).toEqual({ customer: 'household_id' });
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
  });

  it.each([
    {
      name: 'on two columns',
      file: USERS,
      edits: [[AGE, `${AGE}${SUBJECT}`]],
      expected: `columns 'household_id' and 'age' both say which household a row is about. Mark the one whose row it is`,
    },
    {
      name: 'of a type that has no one text',
      file: USERS,
      edits: [
        [
          '        description: True where the contact fields are generated.\n        required: true\n',
          `        description: True where the contact fields are generated.\n        required: true\n${SUBJECT.replace('household', 'flag')}`,
        ],
      ],
      expected: `subject column 'contact_generated' is of type 'boolean'. Use one of: string, int, bigint`,
    },
    {
      name: 'that names folders',
      file: EVENTS,
      edits: [
        [
          '        value:\n          targetFileSizeMb:',
          '        value:\n          partitionBy: [household_id]\n          targetFileSizeMb:',
        ],
      ],
      expected: `subject column 'household_id' partitions bronze.events: names of folders would name persons. Partition by another column`,
    },
    {
      name: 'that silver takes over without a word',
      file: USERS,
      edits: [[SUBJECT, '']],
      expected: `column 'household_id' says which household a row is about, as 'household_id' of bronze.users does, and is not marked. Add the custom property subject: household`,
    },
    {
      name: 'of a kind that is no word',
      file: USERS,
      edits: [[SUBJECT, SUBJECT.replace('household', 'House Hold')]],
      expected: `custom property 'subject': the value is "House Hold". Correct it: it must match pattern`,
    },
  ] as const)('$name is refused', ({ file, edits, expected }) => {
    expect(findingsOf(edited(file, ...edits)).join('\n')).toContain(expected);
  });
});
