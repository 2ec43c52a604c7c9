export { FakeClock } from './fake-clock.ts';
export { FakeLog, type FakeLine } from './fake-log.ts';
export { FakeScope } from './fake-scope.ts';
export { FakeStorage } from './fake-storage.ts';
export { FakeEvents } from './fake-events.ts';
export { FakeAddressRules, FakeAppSignIn, FakeFfmpeg, FakeLoopbackFeed, FakePublicAddress } from './fake-services.ts';
export { fakeContext, type FakeContext } from './fake-context.ts';
export { behavesLikeAPlugin, Misbehaviour, type Circumstances } from './behaves-like-a-plugin.ts';
