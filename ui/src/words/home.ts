import { wordsOf } from './words-of.ts';

export const home = wordsOf({
  vi: {
    title: 'Nhà', nobody: 'Không ai đang xem.', nobodyText: 'Khi có người ngoài xem, tên họ hiện ngay ở đây.',
    watching: '{{who}} đang xem camera {{camera}}, {{left}}.', watchingOpen: '{{who}} đang xem camera {{camera}}.', since: 'Từ {{at}}', stopNow: 'Dừng ngay', stopped: 'Đã dừng lúc {{at}}',
    someone: 'Có {{count}} lượt đang xem camera của bạn', cameras: 'Camera của bạn', add: 'Thêm camera', none: 'Nhà bạn chưa có camera nào trong hub.', noneText: 'Thêm một camera: hub tự tìm trong mạng nhà bạn.',
    pauseAll: 'Tạm dừng tất cả', pauseText: 'Không ai ngoài nhà bạn xem được cho đến khi bạn cho phép lại.', pausing: 'Đang tạm dừng chia sẻ', pausedSince: 'Bạn đã tạm dừng lúc {{at}}. Người ngoài không xem được gì.', pausedBy: '{{by}} đã tạm dừng lúc {{at}}. Người ngoài không xem được gì.',
    pausingOne: '{{owner}}: đang tạm dừng chia sẻ', pauseOne: 'Tạm dừng {{owner}}', pausedOneNow: 'Đã tạm dừng {{owner}} lúc {{at}}.', liftOne: 'Cho phép lại {{owner}}', stopGrantToo: 'Dừng luôn cho phép này?',
    lift: 'Cho phép lại', liftOnlyOwner: 'Chỉ người đã tạm dừng mới cho phép lại được.', pausedNow: 'Đã tạm dừng tất cả lúc {{at}}.', lifted: 'Đã cho phép lại. Các cho phép cũ có hiệu lực như trước.',
    sharing: 'Chia sẻ: {{how}}', paused: 'đang tạm dừng', beingWatched: 'Đang có người xem', asks_other: '{{count}} yêu cầu chờ bạn trả lời', showAsks: 'Xem yêu cầu', 
    noRole: 'Tài khoản này không thuộc nhà nào.', noRoleText: 'Chủ nhà có thể mời bạn từ mục Cài đặt, Người trong nhà.',
  },
  en: {
    title: 'Home', nobody: 'Nobody is watching.', nobodyText: 'Whenever somebody from outside watches, their name is here at once.',
    watching: '{{who}} is watching the camera {{camera}}, {{left}}.', watchingOpen: '{{who}} is watching the camera {{camera}}.', since: 'Since {{at}}', stopNow: 'Stop now', stopped: 'Stopped at {{at}}',
    someone: 'Your cameras are being watched: {{count}} at this moment', cameras: 'Your cameras', add: 'Add a camera', none: 'Your home has no camera in this hub yet.', noneText: 'Add one: the hub looks for it on your home network.',
    pauseAll: 'Pause everything', pauseText: 'Nobody outside your home can see anything until you allow it again.', pausing: 'Sharing is paused', pausedSince: 'You paused at {{at}}. Nobody outside can see anything.', pausedBy: '{{by}} paused at {{at}}. Nobody outside can see anything.',
    pausingOne: '{{owner}}: sharing is paused', pauseOne: 'Pause {{owner}}', pausedOneNow: '{{owner}} was paused at {{at}}.', liftOne: 'Allow {{owner}} again', stopGrantToo: 'End this permission too?',
    lift: 'Allow again', liftOnlyOwner: 'Only whoever paused it can allow it again.', pausedNow: 'Everything was paused at {{at}}.', lifted: 'Allowed again. Your earlier permissions hold as before.',
    sharing: 'Sharing: {{how}}', paused: 'paused', beingWatched: 'Being watched', asks_one: '{{count}} request waits for your answer', asks_other: '{{count}} requests wait for your answer', showAsks: 'See requests', 
    noRole: 'This account belongs to no home.', noRoleText: 'An owner can invite you under Settings, People of the house.',
  },
});
