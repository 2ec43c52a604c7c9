import { elementsAt, textAt } from './xml.ts';

/** One rule of one camera, and whether it sees something move. */
export interface MotionWord {
  readonly rule: string;
  /** Undefined: it fired, and has no state. */
  readonly isOn: boolean | undefined;
}
const mostMessages = 200;
const longestName = 200;
/** By the last parts of the topic: prefixes differ from maker to maker, and so does what stands before (ONVIF Analytics Service Annex A, Imaging Service §5.3). */
const topics = /(?:^|[/:])(?:MotionAlarm|CellMotionDetector\/Motion|MotionRegionDetector\/Motion|MotionDetector(?:\/\w+)?|VideoMotion(?:Detect(?:ion|or))?|VMD\w*(?:\/\w+)*|Motion(?:Detection)?|FieldDetector\/ObjectsInside|(?:People|Human|Vehicle|Face)Detect(?:or|ion)?(?:\/\w+)?)$/i;
/** What the standard calls it, and makers. */
const states = new Set(['ismotion', 'state', 'motion', 'isinside', 'active', 'value', 'ispeople', 'isvehicle', 'isface']);

/** The words about motion in an answer to PullMessages (ONVIF Core §9.1.3), in order; anything else is left out. */
export function motionIn(body: unknown): readonly MotionWord[] {
  return elementsAt(body, 'pullMessagesResponse', 'notificationMessage').slice(0, mostMessages).flatMap((notification): MotionWord[] => {
    const topic = textAt(notification, 'topic')?.replaceAll(/\s/g, '') ?? '';
    if (topic.length > longestName || !topics.test(topic)) return [];
    const message = elementsAt(notification, 'message', 'message')[0];
    const source = items(message, 'source').map(({ name, value }) => `${name}=${value}`).join('&');
    const rule = `${topic}?${source}`.slice(0, 2 * longestName);
    if (attribute(message, 'PropertyOperation')?.toLowerCase() === 'deleted') return [{ rule, isOn: false }];
    const value = items(message, 'data').find(({ name }) => states.has(name.toLowerCase()))?.value.toLowerCase();
    if (value === undefined) return [{ rule, isOn: undefined }];
    return value === 'true' || value === '1' ? [{ rule, isOn: true }] : [{ rule, isOn: false }];
  });
}

function items(message: unknown, where: 'source' | 'data'): readonly { readonly name: string; readonly value: string }[] {
  return elementsAt(message, where, 'simpleItem').slice(0, 16).map((item) => ({ name: (attribute(item, 'Name') ?? '').slice(0, longestName), value: (attribute(item, 'Value') ?? '').slice(0, longestName) }));
}

function attribute(element: unknown, name: string): string | undefined {
  const attributes = elementsAt(element, '$')[0];
  const value = typeof attributes === 'object' && attributes !== null && Object.hasOwn(attributes, name) ? Reflect.get(attributes, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
