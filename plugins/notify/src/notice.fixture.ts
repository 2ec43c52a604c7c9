import type { Notice, PersonId, Recipient } from '@matpho/core/sdk';

export const viewing: Notice = {
  id: '3f0c2a1e-5d7b-4c7e-9a51-0d9b6f1c2e34', kind: 'viewing.started', at: Date.UTC(2026, 10, 22, 3, 4, 5), to: 'lan' as PersonId,
  title: { vi: 'Công an phường Bến Nghé đang xem camera Cổng trước', en: 'Bến Nghé ward police is watching the camera Cổng trước' },
  body: { vi: 'Số hiệu 123-456, để tìm trẻ lạc.\nBạn có thể dừng ngay bất cứ lúc nào.', en: 'Officer 123-456, for a missing child.\nYou can stop it at any time.' },
  link: '/ledger?camera=1&from=2',
};
export const lan = (language: 'vi' | 'en', addresses: Record<string, string>): Recipient => ({ name: 'Nguyễn Thị Lan', language, addresses });
