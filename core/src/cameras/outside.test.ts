import { describe, expect, it } from 'vitest';
import { outsideBy } from './outside.ts';

describe('whether a client is outside the house', () => {
  const isOutside = outsideBy({ home: ['203.0.113.0/24'], outside: ['10.8.0.0/16'] }, () => ['192.168.1.5/24', '2001:ee0:4141:1::5/64']);
  it.each([
    ['192.168.1.9', false], ['10.1.2.3', false], ['127.0.0.1', false], ['::1', false], ['::ffff:192.168.1.9', false], ['fe80::1%eth0', false], ['169.254.3.4', false],
    // Public, and in the hub's own network.
    ['2001:ee0:4141:1::77', false], ['2001:ee0:4141:2::77', true],
    ['113.160.1.1', true], ['::ffff:113.160.1.1', true], ['203.0.113.9', false], ['10.8.3.4', true], ['no address', true],
  ])('%s: %s', (address, outside) => {
    expect(isOutside(address)).toBe(outside);
  });
});
