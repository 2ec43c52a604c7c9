import { wordsOf } from './words-of.ts';

/** The frame around every screen, and what its small parts say. */
export const app = wordsOf({
  vi: {
    name: 'Mắt Phố', navHome: 'Nhà', navLookBack: 'Xem lại', navRequests: 'Yêu cầu', navLedger: 'Ai đã xem', navSettings: 'Cài đặt', navCameras: 'Camera', navMyRequests: 'Yêu cầu của tôi', navMyLedger: 'Nhật ký', navHub: 'Hub', navPlugins: 'Tiện ích', navEmergencies: 'Khẩn cấp', navNumbers: 'Số liệu', navAlerts: 'Dấu hiệu',
    nav: 'Mục chính', pending: '{{count}} yêu cầu đang chờ bạn', skip: 'Đến nội dung chính',
    sideOwner: 'Nhà tôi', sideOfficer: 'Đơn vị', sideOversight: 'Giám sát', sideOperator: 'Vận hành', sideLabel: 'Bạn đang dùng với vai trò',
    offlineBar: 'Mất kết nối với hub. Bạn đang xem thông tin đã biết gần nhất.', onlineAgain: 'Đã kết nối lại với hub.',
    offlineProblem: 'Hub không trả lời. Camera và việc ghi hình vẫn chạy tại nhà. Kiểm tra wifi của máy này, rồi thử lại.',
    notAllowedTitle: 'Phần này không dành cho bạn', notAllowed: 'Tài khoản của bạn không xem được phần này. Chủ camera hoặc người vận hành hub có thể mời bạn.',
    unknownProblem: 'Có lỗi chưa rõ. Không có dữ liệu nào bị mất. Thử lại sau ít phút.', code: 'Mã: {{code}}', knownAt: 'Thông tin lúc {{moment}}',
    retry: 'Thử lại', back: 'Quay lại', cancel: 'Thôi', close: 'Đóng', copy: 'Sao chép', copied: 'Đã sao chép', save: 'Lưu', saved: 'Đã lưu', loading: 'Đang tải',
    showPassword: 'Hiện mật khẩu', hidePassword: 'Ẩn mật khẩu',
    lostTitle: 'Không có trang này', lostText: 'Đường dẫn này không dẫn đến đâu trong hub của bạn.', toStart: 'Về trang đầu',
    noRoleTitle: 'Chưa có gì dành cho bạn', noRoleText: 'Tài khoản của bạn chưa thuộc nhà hay đơn vị nào. Chủ camera hoặc chỉ huy đơn vị có thể gửi cho bạn một lời mời.',
    brokenScreen: 'Không tải được trang này. Kiểm tra kết nối rồi thử lại.', demoLabel: 'Về bản chạy thử', demo: 'Bản chạy thử: camera ở đây là camera giả lập.',
  },
  en: {
    name: 'Mắt Phố', navHome: 'Home', navLookBack: 'Look back', navRequests: 'Requests', navLedger: 'Who watched', navSettings: 'Settings', navCameras: 'Cameras', navMyRequests: 'My requests', navMyLedger: 'Log', navHub: 'Hub', navPlugins: 'Plugins', navEmergencies: 'Emergencies', navNumbers: 'Numbers', navAlerts: 'Alerts',
    nav: 'Main sections', pending: '{{count}} waiting for you', skip: 'Skip to the main content',
    sideOwner: 'My home', sideOfficer: 'Unit', sideOversight: 'Oversight', sideOperator: 'Operator', sideLabel: 'You are here as',
    offlineBar: 'The hub cannot be reached. What you see is what was last known.', onlineAgain: 'Connected to the hub again.',
    offlineProblem: 'The hub does not answer. Cameras and recording go on at home. Check the wifi of this device, then try again.',
    notAllowedTitle: 'This part is not yours to see', notAllowed: 'Your account may not see this part. The camera owner or whoever runs the hub can invite you.',
    unknownProblem: 'Something went wrong. Nothing was lost. Try again in a few minutes.', code: 'Code: {{code}}', knownAt: 'As known at {{moment}}',
    retry: 'Try again', back: 'Back', cancel: 'Not now', close: 'Close', copy: 'Copy', copied: 'Copied', save: 'Save', saved: 'Saved', loading: 'Loading',
    showPassword: 'Show password', hidePassword: 'Hide password',
    lostTitle: 'There is no such page', lostText: 'This address leads nowhere in your hub.', toStart: 'Back to the start',
    noRoleTitle: 'Nothing here for you yet', noRoleText: 'Your account does not belong to a home or a unit yet. A camera owner or the leader of a unit can send you an invitation.',
    brokenScreen: 'This page could not be loaded. Check the connection, then try again.', demoLabel: 'About this demo', demo: 'Demonstration: the cameras here are simulated.',
  },
});
