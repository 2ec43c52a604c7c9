import { HubError, type Milliseconds } from '@matpho/core/sdk';
import type { OnvifDevice } from './device.ts';
import type { NamedAddress } from './onvif-cam.ts';
import { elementsAt, escapeXml, textAt } from './xml.ts';

const events = 'http://www.onvif.org/ver10/events/wsdl';
const notification = 'http://docs.oasis-open.org/wsn/b-2';
/** A camera that is not heard of any more forgets us soon; renewed at half of it. */
const subscribedFor = 'PT2M';
const pollSeconds = 20;
/** Longer than the camera may take to say that nothing happened. */
const pollWithin: Milliseconds = 45_000;
const mostMessages = 50;
const longestAddress = 2_048;

/** One subscription to what a camera notices (ONVIF Core §9.1, real-time pull-point). Calls must follow one another. */
export class PullPoint {
  readonly #device: OnvifDevice;
  readonly #at: NamedAddress;
  readonly #to: string;

  private constructor(device: OnvifDevice, at: NamedAddress, to: string) {
    this.#device = device;
    this.#at = at;
    this.#to = to;
  }

  /** @throws HubError as `OnvifDevice`, `camera-broken-answer`; SoapFault when the camera declines */
  static async open(device: OnvifDevice): Promise<PullPoint> {
    const answer = await device.post('events', action(`${events}/EventPortType/CreatePullPointSubscriptionRequest`), `<CreatePullPointSubscription xmlns="${events}"><InitialTerminationTime>${subscribedFor}</InitialTerminationTime></CreatePullPointSubscription>`);
    const reference = elementsAt(answer, 'createPullPointSubscriptionResponse', 'subscriptionReference')[0];
    const address = textAt(reference, 'address');
    const named = address !== undefined && address.length <= longestAddress && URL.canParse(address) ? new URL(address) : undefined;
    if (address === undefined || named === undefined || !named.protocol.startsWith('http')) throw new HubError('camera-broken-answer', 'The camera named no place to ask what it notices.');
    // Axis has one address for all, and a number that must come back (WS-Addressing 1.0 §2.1).
    const number = textAt(reference, 'referenceParameters', 'subscriptionId');
    const to = `<a:To>${escapeXml(address)}</a:To>${number === undefined ? '' : `<SubscriptionId xmlns="http://www.axis.com/2009/event" a:IsReferenceParameter="true">${escapeXml(number.slice(0, 64))}</SubscriptionId>`}`;
    return new PullPoint(device, { hostname: named.hostname, port: named.port, path: `${named.pathname}${named.search}` }, to);
  }

  /** The same, asked in another conversation. */
  by(device: OnvifDevice): PullPoint {
    return new PullPoint(device, this.#at, this.#to);
  }

  /** Waits until the camera has something to say, or has had nothing to say for a while. @returns the Body of its answer */
  async pull(): Promise<unknown> {
    return this.#ask(`${events}/PullPointSubscription/PullMessagesRequest`, `<PullMessages xmlns="${events}"><Timeout>PT${pollSeconds}S</Timeout><MessageLimit>${mostMessages}</MessageLimit></PullMessages>`, pollWithin);
  }
  async renew(): Promise<void> {
    await this.#ask(`${notification}/SubscriptionManager/RenewRequest`, `<Renew xmlns="${notification}"><TerminationTime>${subscribedFor}</TerminationTime></Renew>`);
  }
  async unsubscribe(): Promise<void> {
    await this.#ask(`${notification}/SubscriptionManager/UnsubscribeRequest`, `<Unsubscribe xmlns="${notification}"/>`);
  }

  #ask(name: string, body: string, patience?: Milliseconds): Promise<unknown> {
    return this.#device.post(this.#at, `${action(name)}${this.#to}`, body, patience);
  }
}

const action = (name: string): string => `<a:Action>${name}</a:Action>`;
