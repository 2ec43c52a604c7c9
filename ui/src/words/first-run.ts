import { wordsOf } from './words-of.ts';

export const firstRun = wordsOf({
  vi: {
    step: 'Bước {{step}}/{{of}}', stepYou: 'Bạn là ai', stepHome: 'Nhà này', stepCameras: 'Tìm camera', stepSharing: 'Ai được hỏi',
    youTitle: 'Bạn tên là gì?', youText: 'Bạn sẽ là chủ của hub này. Mọi thứ ở lại trong nhà bạn.',
    codeLabel: 'Mã cài đặt', codeHint: 'Mã in trên màn hình lúc hub khởi động. Nó chứng tỏ bạn đang ở cạnh hub.', codeNeeded: 'Nhập mã cài đặt in trên màn hình của hub.', codeWrong: 'Mã cài đặt không đúng hoặc đã hết hạn. Xem lại mã trên màn hình của hub.',
    homeTitle: 'Camera của ai?', homeText: 'Tên này hiện với những người bạn cho phép xem.', kindHousehold: 'Hộ gia đình', kindHouseholdText: 'Nhà ở. Mặc định: công an phải hỏi từng lần.', kindBusiness: 'Hộ kinh doanh, doanh nghiệp', kindBusinessText: 'Cửa hàng, công ty. Có thể mời nhân viên quản lý.',
    homeName: 'Tên gọi', homeNameHintHousehold: 'Ví dụ: Nhà cô Lan, 12 Lê Lợi', homeNameHintBusiness: 'Ví dụ: Tạp hoá Bình An', homeNeeded: 'Nhập một tên để người khác nhận ra.', create: 'Tạo nhà này', next: 'Tiếp tục', later: 'Để sau',
    camerasTitle: 'Camera của bạn đâu?', camerasText: 'Hub đang tìm trong mạng nhà. Chưa ai ngoài nhà bạn xem được gì.', camerasNext: 'Xong phần camera',
    sharingTitle: 'Ai được hỏi xem camera?', sharingText: 'Không ai xem được cho đến khi bạn cho phép. Bạn có thể đổi hoặc dừng bất cứ lúc nào, chỉ một chạm.',
    sharingNoUnit: 'Chưa có đơn vị nào trên hub này. Khi công an phường tham gia, bạn chọn cách họ được hỏi. Từ giờ đến lúc đó camera chỉ mình nhà bạn xem.', sharingNoCamera: 'Bạn chưa thêm camera nào. Khi có camera, bạn chọn chia sẻ ở trang của từng camera.', finish: 'Vào trang nhà', shared: 'Bạn đã đồng ý chia sẻ. Đổi hoặc dừng ở mục Cài đặt, Chia sẻ camera.',
    alreadySetUp: 'Hub này đã được cài đặt. Tải lại trang để đăng nhập.',
  },
  en: {
    step: 'Step {{step}} of {{of}}', stepYou: 'Who you are', stepHome: 'This home', stepCameras: 'Find cameras', stepSharing: 'Who may ask',
    youTitle: 'What is your name?', youText: 'You will be the owner of this hub. Everything stays in your home.',
    codeLabel: 'Set-up code', codeHint: 'The code on the screen where the hub was started. It shows that you are beside the hub.', codeNeeded: 'Enter the set-up code from the hub\'s screen.', codeWrong: 'The set-up code is wrong or has expired. Look again at the hub\'s screen.',
    homeTitle: 'Whose cameras are these?', homeText: 'This name is shown to people whom you let see.', kindHousehold: 'Household', kindHouseholdText: 'A home. By default the police must ask each time.', kindBusiness: 'Business', kindBusinessText: 'A shop or company. Staff can be invited to manage.',
    homeName: 'Name', homeNameHintHousehold: 'For example: Lan\'s house, 12 Lê Lợi', homeNameHintBusiness: 'For example: Bình An grocery', homeNeeded: 'Enter a name by which others know it.', create: 'Create this home', next: 'Continue', later: 'Later',
    camerasTitle: 'Where are your cameras?', camerasText: 'The hub is looking on your home network. Nobody outside your home can see anything yet.', camerasNext: 'Done with cameras',
    sharingTitle: 'Who may ask to see?', sharingText: 'Nobody sees anything until you allow it. You can change or stop it at any time, with one tap.',
    sharingNoUnit: 'There is no unit on this hub yet. When the ward police join, you choose how they may ask. Until then only your home sees your cameras.', sharingNoCamera: 'You have not added a camera yet. Once you have, choose sharing on the page of each camera.', finish: 'Go to your home page', shared: 'You agreed to share. Change or stop it under Settings, Camera sharing.',
    alreadySetUp: 'This hub has already been set up. Reload the page to sign in.',
  },
});
