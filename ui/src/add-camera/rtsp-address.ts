export type AddressFault = 'notRtsp' | 'credentialsInUri';

/** What is wrong with a typed stream address; nothing when it may be sent. Credentials have their own fields, so that no URL carries them. */
export function faultOf(address: string): AddressFault | undefined {
  const text = address.trim();
  if (!/^rtsps?:\/\/[^\s/]+/i.test(text)) return 'notRtsp';
  const authority = text.slice(text.indexOf('//') + 2).split(/[/?#]/, 1)[0] ?? '';
  return authority.includes('@') ? 'credentialsInUri' : undefined;
}

/** The host of a stream address, for people. */
export function hostOf(address: string): string {
  return (address.trim().replace(/^rtsps?:\/\//i, '').split(/[/?#]/, 1)[0] ?? '').replace(/^.*@/, '');
}
