import { expect, test } from 'vitest';
import { id } from '../domain/ids.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { refusalOf } from './guard.ts';
import { comesFromOwnPages, originOf } from './origin.ts';
import { acceptedLanguage } from './problem.ts';

const now = 10_000_000;
const owner = (provedAt: number): SignedIn => ({ session: 's', person: id('p'), login: 'p', name: 'P', language: 'vi', operator: false, provedAt, memberships: [{ owner: id('o'), ownerName: 'O', ownerKind: 'household', role: 'owner' }], offices: [] });

test.each([
  ['just now', now, undefined], ['9:59 ago', now - 599_999, undefined], ['10:00 ago', now - 600_000, 'fresh-sign-in'], ['in the future, by a clock set back', now + 1, 'fresh-sign-in'],
])('a proof %s', (_when, provedAt, refused) => {
  expect(refusalOf({ who: ['owner'], fresh: true }, owner(provedAt), true, now)).toBe(refused);
});

test.each([
  ['reading needs no origin', { method: 'GET' }, true], ['a change from the own page', { origin: 'https://hub.local' }, true], ['from the declared page', { origin: 'https://hub.vn' }, true], ['from another port', { origin: 'https://hub.local:8443' }, false],
  ['from a sandbox', { origin: 'null' }, false], ['without a word', {}, false], ['said to be the same', { fetchSite: 'same-origin' }, true], ['from a sister site', { origin: 'https://hub.local', fetchSite: 'same-site' }, false],
  ['a socket without a word', { method: 'GET', socket: true }, false], ['a socket from the own page', { method: 'GET', socket: true, origin: 'https://hub.local' }, true],
])('%s', (_what, facts, own) => {
  expect(comesFromOwnPages({ method: 'POST', socket: false, origin: undefined, fetchSite: undefined, own: 'https://hub.local', declared: 'https://hub.vn', ...facts })).toBe(own);
});

test('an origin is what a browser would say', () => {
  expect([originOf('https', 'HUB.local:443'), originOf('http', '[::1]:8080'), originOf('http', ''), originOf('http', 'a b'), originOf('http', 'evil.vn/x'), originOf('http', 'user@hub')]).toEqual(['https://hub.local', 'http://[::1]:8080', undefined, undefined, undefined, undefined]);
});

test('a language is the first of ours', () => {
  expect([undefined, 'en', 'en-US,en;q=0.9', 'fr,de', 'vi;q=0.3,en;q=0.4', 'en;q=0', 'en;q=x', ','].map(acceptedLanguage)).toEqual(['vi', 'en', 'en', 'vi', 'en', 'vi', 'vi', 'vi']);
});
