import { randomInt } from 'node:crypto';
import { HubClient, tokenOf, until } from './hub-client.mjs';

/** The street of the demo: four cameras, two households, one shop, one ward unit. */
export const cameraSpecs = () => [
  { id: 'cong-chinh', name: 'Cổng chính', maker: 'Phố Sim', model: 'SC-540', location: 'Ngõ 12 Bồ Xuyên', password: newPassword() },
  { id: 'san-truoc', name: 'Sân trước', maker: 'Sông Hồng', model: 'SH-2M', location: 'Ngõ 12 Bồ Xuyên', password: newPassword(), audio: 'aac' },
  { id: 'dau-ngo', name: 'Đầu ngõ', maker: 'Hải Âu', model: 'HA-IP4', location: 'Ngõ 14 Bồ Xuyên', password: newPassword(), clockOffsetMs: -95_000 },
  { id: 'quan-ca-phe', name: 'Quán cà phê', maker: 'Phố Sim', model: 'SC-540', location: '25 Lý Bôn', password: newPassword() },
];

const syllables = ['sen', 'lua', 'tre', 'mai', 'cau', 'bac', 'que', 'non', 'bien', 'song', 'nui', 'dao', 'mit', 'oi', 'tao', 'che'];
/** Easy to type, made anew every time: four words of sixteen and four digits, 29 bits, behind the lock-out and on this machine only. */
export function newPassword() {
  const words = Array.from({ length: 4 }, () => syllables[randomInt(syllables.length)]);
  return `${words.join('-')}-${String(randomInt(10_000)).padStart(4, '0')}`;
}

/** Sets an empty hub up through its own API, the way people would. Returns who can sign in. */
export async function fillStreet(origin, setUpCode, cameras, say) {
  const people = [];
  const person = (login, name, about) => {
    const entry = { login, name, about, password: newPassword() };
    people.push(entry);
    return { login, name, password: entry.password, language: 'vi', consent };
  };
  const lan = new HubClient(origin);
  // They read the notice about their data and say yes to it.
  const { sha256: { vi: consent } } = await lan.call('GET /api/privacy-notice');
  say('Cô Lan sets the hub up');
  await lan.call('POST /api/set-up', { ...person('lan', 'Nguyễn Thị Lan', 'chủ hộ, chủ camera; người vận hành hub · household owner; operator'), code: setUpCode, ownerKind: 'household', ownerName: 'Nhà cô Lan' });

  // The street's cameras answer on this machine only.
  await lan.call('PUT /api/plugins/:id/config', { loopback: true }, { id: 'onvif' });

  say('The ward police and their officers come in');
  const unit = await lan.call('POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' });
  const invite = async (by, body, newcomer) => {
    const { link } = await by.call('POST /api/invitations', body);
    const client = new HubClient(origin);
    await client.call('POST /api/invitations/accept', { token: tokenOf(link), ...newcomer });
    return client;
  };
  const leader = await invite(lan, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '100-001' }, person('chihuy', 'Trần Quốc Dũng', 'chỉ huy đơn vị · unit leader'));
  const officer = await invite(leader, { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '217-482' }, person('trucban', 'Lê Minh Tuấn', 'cán bộ trực ban · duty officer'));
  const investigator = await invite(leader, { kind: 'officer', unit: unit.id, role: 'investigator', officerNo: '305-119' }, person('dieutra', 'Vũ Thu Hương', 'điều tra viên · investigator'));
  const binh = await invite(lan, { kind: 'owner', ownerKind: 'household', ownerName: 'Nhà ông Bình' }, person('binh', 'Phạm Văn Bình', 'chủ hộ · household owner'));
  const shop = await invite(lan, { kind: 'owner', ownerKind: 'business', ownerName: 'Quán Cà phê Góc Phố' }, person('goc-pho', 'Đỗ Thu Hà', 'chủ cửa hàng · shop owner'));

  const [gate, , alley, cafe] = cameras;
  // Around 20.4463, 106.3366: Bồ Xuyên, Thái Bình. Ông Bình has also switched emergency opening on.
  const owners = [[lan, gate, 'Cổng', 'Ngõ 12 Bồ Xuyên', ['ask_each_time'], [20.4463, 106.3366]], [binh, alley, 'Đầu ngõ', 'Ngõ 14 Bồ Xuyên', ['nights', 'emergency'], [20.4468, 106.3371]], [shop, cafe, 'Quán cà phê', '25 Lý Bôn', ['on_incident'], [20.4479, 106.3362]]];
  for (const [owner, camera, name, place, presets, [latitude, longitude]] of owners) {
    say(`Found by WS-Discovery, enrolled over ONVIF and RTSP: ${name}`);
    const found = await until('WS-Discovery', async () => (await owner.call('GET /api/found-cameras')).cameras.find(({ nativeId }) => nativeId === camera.nativeId));
    const enrolment = await owner.call('POST /api/enrolments', { kind: 'found', provider: found.provider, nativeId: found.nativeId, username: camera.user, password: camera.password });
    const [membership] = (await owner.call('GET /api/session')).memberships;
    const enrolled = await owner.call('POST /api/enrolments/:id/confirm', { owner: membership.owner, mine: true, name, place, direction: 135, position: { latitude, longitude } }, { id: enrolment.id });
    for (const preset of presets) {
      const draft = { owner: membership.owner, cameras: [enrolled.id], who: { unit: unit.id }, preset, days: 90 };
      const { sentence } = await owner.call('POST /api/grants/preview', draft);
      await owner.call('POST /api/grants', { ...draft, sentence: sentence.vi });
    }
  }
  // Nobody stays signed in from here: the first to sign in are the people themselves.
  for (const client of [lan, leader, officer, investigator, binh, shop]) await client.call('DELETE /api/session');
  return people;
}
