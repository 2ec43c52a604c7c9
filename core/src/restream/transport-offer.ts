/** How a client wants one track. */
export type Offer = { readonly kind: 'tcp'; readonly rtp: number; readonly rtcp: number } | { readonly kind: 'udp'; readonly rtp: number; readonly rtcp: number };

/**
 * The first of a Transport header's offers (RFC 2326 §12.39) that the hub serves: interleaved, or unicast UDP to the client's own address.
 * A `destination` is not read: whoever asks is who is sent to.
 * @param next the channel to propose where the client leaves it open
 */
export function chooseOffer(header: string, next: number, allows: { readonly udp: boolean }): Offer | undefined {
  for (const offer of header.slice(0, 2_048).split(',').slice(0, 8)) {
    const [profile = '', ...parameters] = offer.trim().split(';').map((part) => part.trim());
    const named = new Map(parameters.map((parameter) => {
      const equals = parameter.indexOf('=');
      return equals < 0 ? [parameter.toLowerCase(), ''] as const : [parameter.slice(0, equals).toLowerCase(), parameter.slice(equals + 1)] as const;
    }));
    if (named.has('multicast') || (named.get('mode') ?? 'play').replaceAll('"', '').toLowerCase() !== 'play') continue;
    if (/^RTP\/AVP\/TCP$/i.test(profile)) {
      const [rtp, rtcp] = named.has('interleaved') ? pair(named.get('interleaved') ?? '', 255) : [next, next + 1];
      if (rtp !== undefined && rtcp !== undefined && rtcp <= 255) return { kind: 'tcp', rtp, rtcp };
    } else if (allows.udp && /^RTP\/AVP(\/UDP)?$/i.test(profile)) {
      const [rtp, rtcp] = pair(named.get('client_port') ?? '', 65_535);
      // Below 1024 are servers of somebody else.
      if (rtp !== undefined && rtcp !== undefined && rtp >= 1_024 && rtcp >= 1_024) return { kind: 'udp', rtp, rtcp };
    }
  }
  return undefined;
}

/** `6970-6971`, or `6970` for both. */
function pair(text: string, most: number): readonly [number | undefined, number | undefined] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return [undefined, undefined];
  const first = Number(match[1]);
  const second = match[2] === undefined ? first + 1 : Number(match[2]);
  return first <= most && second <= most && first !== second ? [first, second] : [undefined, undefined];
}
