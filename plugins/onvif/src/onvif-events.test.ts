import { HubError, type EventObserver } from '@matpho/core/sdk';
import { cameraGear, openCamera, type CameraSpec, type SimulatedCamera } from '@matpho/simulator';
import { describe, expect, it, vi } from 'vitest';
import { envelope, FakeRules, fakeDevice, fault, say, type Conduct } from './fake-device.fixture.ts';
import { motionIn } from './motion-message.ts';
import { OnvifEvents } from './onvif-events.ts';
import { readSoapBody } from './xml.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
/** Its picture is never asked for. */
const spec = (more: Partial<CameraSpec>): CameraSpec => ({ id: 'gate', name: 'Cổng', password: 'mật-khẩu', footage: { kind: 'drawn', width: 320, height: 180, fps: 5 }, ...more });
const until = (check: () => boolean): Promise<void> => vi.waitFor(() => { if (!check()) throw new Error('It did not happen.'); }, { timeout: 15_000, interval: 10 });
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'no error', (error: unknown) => (error instanceof HubError ? error.code : String(error)));

/** Listens until told to stop. */
function listen(deviceUri: string, { user, password }: Pick<SimulatedCamera, 'user' | 'password'>): { readonly heard: unknown[]; readonly isListening: () => boolean; readonly over: Promise<string>; readonly stop: () => Promise<string> } {
  const stop = new AbortController();
  const heard: unknown[] = [];
  let listening = false;
  const observer: EventObserver = { listening: () => { listening = true; }, motion: (isOn) => heard.push(isOn) };
  const over = codeOf(new OnvifEvents({ clock: { now: () => Date.now() }, addresses: new FakeRules() }).listen(deviceUri, { username: user, password }, observer, stop.signal));
  return { heard, isListening: () => listening, over, stop: async () => { stop.abort(); return over; } };
}

describe.each([['digest', {}], ['wsse', { auth: 'wsse', clockOffsetMs: -3_600_000 }], ['400', { auth: 'digest', answers400: true }]] as const)('a camera that says when something moves (%s)', (_, more) => {
  it('is heard, both its detectors as one, and gets its place back at the end', async () => {
    await using camera = await openCamera(spec(more), cameraGear(ffmpeg));
    const ear = listen(camera.deviceUri ?? '', camera);
    await until(() => ear.isListening() && camera.stats.motion?.listeners === 1);
    camera.move(0.3);
    await until(() => ear.heard.length === 2);
    camera.move(0.3);
    await until(() => ear.heard.length === 4);
    expect([ear.heard, await ear.stop(), camera.stats.motion]).toEqual([[true, false, true, false], 'no error', { isOn: false, listeners: 0 }]);
  });
});

describe('listening to a camera', () => {
  it('hears at once that something moves already, and ends when the camera goes away', async () => {
    await using camera = await openCamera(spec({}), cameraGear(ffmpeg));
    camera.move(3_000);
    const ear = listen(camera.deviceUri ?? '', camera);
    await until(() => ear.heard.length === 1);
    void camera.reboot(3_000).catch(() => {});
    expect([ear.heard, await ear.over]).toEqual([[true], 'camera-unreachable']);
  });

  it('knows a camera that tells nothing, and a wrong password', async () => {
    await using silent = await openCamera(spec({ motion: 'none' }), cameraGear(ffmpeg));
    await using camera = await openCamera(spec({}), cameraGear(ffmpeg));
    expect([await listen(silent.deviceUri ?? '', silent).over, await listen(camera.deviceUri ?? '', { user: camera.user, password: 'sai' }).over]).toEqual(['events-unsupported', 'camera-wrong-password']);
  });

  it('stays with the device whatever address it names, says the password to nobody, and takes a camera at its word only in bounds', async () => {
    const asked: string[] = [];
    const created = envelope('<e:CreatePullPointSubscriptionResponse xmlns:e="http://www.onvif.org/ver10/events/wsdl"><e:SubscriptionReference><a:Address xmlns:a="http://www.w3.org/2005/08/addressing">http://203.0.113.9:9/pull?x=1&amp;y=2</a:Address><a:ReferenceParameters xmlns:a="http://www.w3.org/2005/08/addressing"><d:SubscriptionId xmlns:d="http://www.axis.com/2009/event">7&lt;8</d:SubscriptionId></a:ReferenceParameters></e:SubscriptionReference></e:CreatePullPointSubscriptionResponse>');
    const scripts: Conduct['scripts'] = {
      CreatePullPointSubscription: say(200, created),
      PullMessages: (response, request, body) => {
        asked.push(`${request.url} ${/<a:To>[^<]*/.exec(body)?.[0]} ${/<SubscriptionId[^>]*>[^<]*/.exec(body)?.[0]}`);
        say(200, fault('wsrf-r:ResourceUnknownFault', 'gone'))(response, request, body);
      },
    };
    await using device = await fakeDevice({ auth: [], scripts });
    const over = await listen(device.uri, { user: 'admin', password: 'mật-khẩu-bí-mật' }).over;
    expect([over, asked]).toEqual([expect.stringContaining('gone'), ['/pull?x=1&y=2 <a:To>http://203.0.113.9:9/pull?x=1&amp;y=2 <SubscriptionId xmlns="http://www.axis.com/2009/event" a:IsReferenceParameter="true">7&lt;8']]);
    expect(device.wire.join('\n')).not.toContain('bí-mật');
  });

  it.each([['an address that is none', '<SubscriptionReference><Address>javascript:alert(1)</Address></SubscriptionReference>'], ['no address', '']])('takes %s for a broken answer', async (_, inside) => {
    await using device = await fakeDevice({ auth: [], scripts: { CreatePullPointSubscription: say(200, envelope(`<CreatePullPointSubscriptionResponse>${inside}</CreatePullPointSubscriptionResponse>`)) } });
    expect(await listen(device.uri, { user: 'a', password: 'b' }).over).toBe('events-unsupported');
  });
});

describe('what counts as motion', () => {
  const message = (topic: string, data: string, operation = 'Changed', source = 'v'): string => `<n:NotificationMessage xmlns:n="n"><n:Topic Dialect="d">${topic}</n:Topic><n:Message><tt:Message UtcTime="2026-11-21T00:00:00Z" PropertyOperation="${operation}"><tt:Source><tt:SimpleItem Name="Source" Value="${source}"/></tt:Source><tt:Data>${data}</tt:Data></tt:Message></n:Message></n:NotificationMessage>`;
  const item = (name: string, value: string): string => `<tt:SimpleItem Name="${name}" Value="${value}"/>`;
  const told = (...messages: readonly string[]): readonly (boolean | undefined)[] => motionIn(readSoapBody(envelope(`<p:PullMessagesResponse xmlns:p="p">${messages.join('')}</p:PullMessagesResponse>`))).map(({ isOn }) => isOn);
  it.each<[string, string, (boolean | undefined)[]]>([
    ['the alarm of the picture', message('tns1:VideoSource/MotionAlarm', item('State', 'true')), [true]],
    ['cells', message('tns1:RuleEngine/CellMotionDetector/Motion', item('IsMotion', 'false')), [false]],
    ['a region, numbers for words', message('tns1:RuleEngine/MotionRegionDetector/Motion', item('State', '1')), [true]],
    ['a rule that was removed', message('tns1:RuleEngine/CellMotionDetector/Motion', item('IsMotion', 'true'), 'Deleted'), [false]],
    ['one that has no state', message('tns1:RuleEngine/tnsvendor:VideoMotion', item('Level', '12')), [undefined]],
    ['somebody in a field', message('tns1:RuleEngine/FieldDetector/ObjectsInside', item('IsInside', 'true')), [true]],
    ['a prefix of its maker', message('tnsaxis:CameraApplicationPlatform/VMD/Camera1Profile1', item('active', '1')), [true]],
    ['not a door', message('tns1:Device/Trigger/DigitalInput', item('LogicalState', 'true')), []],
    ['not the picture\'s loss', message('tns1:VideoSource/SignalLoss', item('State', 'true')), []],
    ['nothing at all', '', []],
  ])('%s', (_, text, isOn) => {
    expect(told(text)).toEqual(isOn);
  });
  it('tells rules apart by their source', () => {
    const words = motionIn(readSoapBody(envelope(`<p:PullMessagesResponse xmlns:p="p">${['a', 'b'].map((source) => message('tns1:VideoSource/MotionAlarm', item('State', 'true'), 'Changed', source)).join('')}</p:PullMessagesResponse>`)));
    expect(new Set(words.map(({ rule }) => rule)).size).toBe(2);
  });
});
