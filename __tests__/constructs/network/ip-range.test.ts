import { ipRange } from '../../../constructs/network/ip-range';
import { refusalOf } from '../../support/refusal';
import { scratchStack } from '../../support/synth';

describe('ipRange', () => {
  test.each([
    ['203.0.113.0/24', '203.0.113.0', '203.0.113.255'],
    ['203.0.113.4/30', '203.0.113.4', '203.0.113.7'],
    ['198.51.100.7', '198.51.100.7', '198.51.100.7'],
    ['172.32.0.0/12', '172.32.0.0', '172.47.255.255'],
  ])('accepts %s', (cidr, first, last) => {
    expect(ipRange(scratchStack(), 'office', cidr)).toEqual({ name: 'office', cidr, first, last });
  });

  test.each([
    ['a private range', '10.1.0.0/16'],
    ['another private range', '172.16.5.0/24'],
    ['a home network', '192.168.1.0/24'],
    ['a range that contains a private one', '192.0.0.0/8'],
    ['the whole internet', '0.0.0.0/0'],
    ['a range of two, which storage refuses', '203.0.113.2/31'],
    ['a range of one, which storage refuses', '203.0.113.2/32'],
    ['a range that starts in its middle', '203.0.113.5/24'],
    ['an octet over 255', '203.0.256.1'],
    ['a host name', 'office.example.com'],
  ])('fails for %s', (_, cidr) => {
    const { refusal } = refusalOf(() => ipRange(scratchStack(), 'office', cidr));
    expect(refusal).toMatchObject({ setting: 'allowed range office', value: cidr });
  });
});
