import { wordsOf } from './words-of.ts';

export const signIn = wordsOf({
  vi: {
    title: 'Đăng nhập', lead: 'Vào hub camera của nhà bạn.', login: 'Tên đăng nhập', password: 'Mật khẩu', enter: 'Đăng nhập', withPasskey: 'Dùng khoá truy cập', or: 'hoặc',
    passkeyHint: 'Vân tay, khuôn mặt hoặc mã khoá của điện thoại.', forgot: 'Quên mật khẩu? Người vận hành hub đặt lại được ngay tại máy chạy hub.',
    loginNeeded: 'Nhập tên đăng nhập của bạn.', passwordNeeded: 'Nhập mật khẩu của bạn.', language: 'English',
    promise: 'Chủ camera quyết định. Hub tại nhà giữ lời. Ai đã xem đều được ghi lại.',
    proofTitle: 'Xác nhận là bạn', proofText: 'Việc này mở rộng quyền xem hoặc thay đổi cách đăng nhập, nên hub hỏi lại một lần.', proofYes: 'Xác nhận', passkeyCancelled: 'Chưa dùng được khoá truy cập. Thử lại hoặc nhập mật khẩu.',
    invTitle: 'Bạn được mời', invMember: '{{from}} mời bạn vào {{to}} với vai trò {{role}}.', invOfficer: '{{from}} mời bạn vào {{to}} với vai trò {{role}}.', invOwner: '{{from}} mời bạn mở {{to}} trên hub này, với vai trò chủ camera.',
    invUntil: 'Lời mời dùng được đến {{moment}}.', invMemberSees: 'Bạn sẽ thấy camera của nhà này theo vai trò của mình.', invOfficerSees: 'Bạn chỉ xem được những gì chủ camera cho phép, và mỗi lần xem đều được ghi vào sổ của họ.', invOwnerSees: 'Camera của bạn là của bạn: không ai xem được cho đến khi bạn cho phép.',
    invNew: 'Tạo tài khoản của bạn', invAccept: 'Nhận lời mời', invHave: 'Tôi đã có tài khoản ở hub này', invJoin: 'Nhận lời mời với tài khoản {{name}}', invSignIn: 'Đăng nhập để nhận lời mời', invBackToNew: 'Tôi chưa có tài khoản', invLeave: 'Để sau', invEnded: 'Lời mời này đã hết hạn hoặc đã được dùng. Hãy nhờ người mời gửi lại.',
    fullName: 'Họ và tên', fullNameHint: 'Tên này hiện trong sổ truy cập.', loginHint: 'Chữ, số và dấu chấm, ít nhất 3 ký tự.', passwordHint: 'Ít nhất 10 ký tự. Ba từ không liên quan là dễ nhớ và khó đoán.', passwordLeft_other: 'Còn {{count}} ký tự nữa.', passwordGood: 'Đủ dài.', passwordSame: 'Mật khẩu không được giống tên đăng nhập.',
    nameNeeded: 'Nhập họ và tên của bạn.', loginWrong: 'Tên đăng nhập cần ít nhất 3 ký tự: chữ, số, dấu chấm, gạch.',
  },
  en: {
    title: 'Sign in', lead: 'To the camera hub of your home.', login: 'User name', password: 'Password', enter: 'Sign in', withPasskey: 'Use a passkey', or: 'or',
    passkeyHint: 'The fingerprint, face or code of your phone.', forgot: 'Forgot your password? It can be reset by whoever runs the hub, at its machine.',
    loginNeeded: 'Enter your user name.', passwordNeeded: 'Enter your password.', language: 'Tiếng Việt',
    promise: 'The owner decides. The hub at home keeps the promise. Whoever watched is written down.',
    proofTitle: 'Confirm that it is you', proofText: 'This lets somebody see more, or changes how you sign in, so the hub asks once more.', proofYes: 'Confirm', passkeyCancelled: 'The passkey was not used. Try again, or enter your password.',
    invTitle: 'You are invited', invMember: '{{from}} invites you to {{to}}. Your role: {{role}}.', invOfficer: '{{from}} invites you to {{to}}. Your role: {{role}}.', invOwner: '{{from}} invites you to open {{to}} on this hub, as its camera owner.',
    invUntil: 'The invitation can be used until {{moment}}.', invMemberSees: 'You will see this home\'s cameras as your role allows.', invOfficerSees: 'You see only what a camera\'s owner allows, and each viewing is written into the owner\'s ledger.', invOwnerSees: 'Your cameras are yours: nobody sees them until you allow it.',
    invNew: 'Create your account', invAccept: 'Accept the invitation', invHave: 'I already have an account here', invJoin: 'Accept as {{name}}', invSignIn: 'Sign in to accept', invBackToNew: 'I have no account yet', invLeave: 'Later', invEnded: 'This invitation has expired or was used. Ask whoever invited you to send it again.',
    fullName: 'Full name', fullNameHint: 'It is shown in the access ledger.', loginHint: 'Letters, digits and dots, at least 3.', passwordHint: 'At least 10 characters. Three unrelated words are easy to keep and hard to guess.', passwordLeft_one: '{{count}} more character.', passwordLeft_other: '{{count}} more characters.', passwordGood: 'Long enough.', passwordSame: 'The password must not equal the user name.',
    nameNeeded: 'Enter your full name.', loginWrong: 'The user name needs at least 3 characters: letters, digits, dots, dashes.',
  },
});
