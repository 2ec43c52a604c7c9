import { wordsOf } from './words-of.ts';

/** Who somebody is, for codes that the hub sends: `t(\`terms.memberRole_${role}\`)`. What is consented to is in `consent`. */
export const terms = wordsOf({
  vi: {
    ownerKind_household: 'Hộ gia đình', ownerKind_business: 'Hộ kinh doanh, doanh nghiệp',
    memberRole_owner: 'Chủ camera', memberRole_co_owner: 'Người cùng nhà', memberRole_manager: 'Quản lý', memberRole_viewer: 'Người xem',
    unitKind_ward_police: 'Công an phường, xã', unitKind_peoples_committee: 'Ủy ban nhân dân', unitKind_grassroots: 'Tổ bảo vệ an ninh trật tự',
    unitRole_duty_officer: 'Cán bộ trực ban', unitRole_investigator: 'Điều tra viên', unitRole_unit_leader: 'Chỉ huy đơn vị',
  },
  en: {
    ownerKind_household: 'Household', ownerKind_business: 'Business',
    memberRole_owner: 'Camera owner', memberRole_co_owner: 'Member of the household', memberRole_manager: 'Manager', memberRole_viewer: 'Viewer',
    unitKind_ward_police: 'Ward police', unitKind_peoples_committee: 'People\'s Committee', unitKind_grassroots: 'Neighbourhood security team',
    unitRole_duty_officer: 'Duty officer', unitRole_investigator: 'Investigator', unitRole_unit_leader: 'Unit leader',
  },
});
