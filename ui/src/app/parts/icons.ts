import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import bell from 'lucide-static/icons/bell.svg?raw';
import building2 from 'lucide-static/icons/building-2.svg?raw';
import calendarDays from 'lucide-static/icons/calendar-days.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import cameraOff from 'lucide-static/icons/camera-off.svg?raw';
import chartColumn from 'lucide-static/icons/chart-column.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import cloudOff from 'lucide-static/icons/cloud-off.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import cpu from 'lucide-static/icons/cpu.svg?raw';
import database from 'lucide-static/icons/database.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import expand from 'lucide-static/icons/expand.svg?raw';
import eye from 'lucide-static/icons/eye.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import listFilter from 'lucide-static/icons/list-filter.svg?raw';
import fingerprint from 'lucide-static/icons/fingerprint.svg?raw';
import folder from 'lucide-static/icons/folder.svg?raw';
import hand from 'lucide-static/icons/hand.svg?raw';
import hardDrive from 'lucide-static/icons/hard-drive.svg?raw';
import heartPulse from 'lucide-static/icons/heart-pulse.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import house from 'lucide-static/icons/house.svg?raw';
import inbox from 'lucide-static/icons/inbox.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import keyRound from 'lucide-static/icons/key-round.svg?raw';
import languages from 'lucide-static/icons/languages.svg?raw';
import link from 'lucide-static/icons/link.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import logOut from 'lucide-static/icons/log-out.svg?raw';
import mail from 'lucide-static/icons/mail.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import maximize from 'lucide-static/icons/maximize.svg?raw';
import mic from 'lucide-static/icons/mic.svg?raw';
import micOff from 'lucide-static/icons/mic-off.svg?raw';
import moon from 'lucide-static/icons/moon.svg?raw';
import network from 'lucide-static/icons/network.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import puzzle from 'lucide-static/icons/puzzle.svg?raw';
import qrCode from 'lucide-static/icons/qr-code.svg?raw';
import refreshCw from 'lucide-static/icons/refresh-cw.svg?raw';
import scissors from 'lucide-static/icons/scissors.svg?raw';
import scrollText from 'lucide-static/icons/scroll-text.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import send from 'lucide-static/icons/send.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw';
import skipBack from 'lucide-static/icons/step-back.svg?raw';
import skipForward from 'lucide-static/icons/step-forward.svg?raw';
import smartphone from 'lucide-static/icons/smartphone.svg?raw';
import square from 'lucide-static/icons/square.svg?raw';
import store from 'lucide-static/icons/store.svg?raw';
import sun from 'lucide-static/icons/sun.svg?raw';
import trash2 from 'lucide-static/icons/trash-2.svg?raw';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw';
import user from 'lucide-static/icons/user.svg?raw';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import volume2 from 'lucide-static/icons/volume-2.svg?raw';
import volumeX from 'lucide-static/icons/volume-x.svg?raw';
import wifi from 'lucide-static/icons/wifi.svg?raw';
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw';
import zoomIn from 'lucide-static/icons/zoom-in.svg?raw';
import zoomOut from 'lucide-static/icons/zoom-out.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

/** The drawings `<mp-icon>` knows (Lucide, ISC licence). */
export const icons = {
  'arrow-down': arrowDown, 'arrow-left': arrowLeft, 'arrow-right': arrowRight, 'arrow-up': arrowUp, bell, building: building2, calendar: calendarDays, camera, 'camera-off': cameraOff, chart: chartColumn, check, 'chevron-down': chevronDown, 'chevron-right': chevronRight,
  'circle-alert': circleAlert, 'circle-check': circleCheck, clock, 'cloud-off': cloudOff, copy, cpu, database, download, ellipsis, expand, eye, 'eye-off': eyeOff,
  filter: listFilter, fingerprint, folder, hand, 'hard-drive': hardDrive, health: heartPulse, history, house, inbox, info, key: keyRound, keyboard, languages, link, lock, 'log-out': logOut,
  mail, 'map-pin': mapPin, maximize, mic, 'mic-off': micOff, moon, network, pause, pencil, play, plus, puzzle, 'qr-code': qrCode, refresh: refreshCw, scissors,
  scroll: scrollText, search, send, settings, shield: shieldCheck, phone: smartphone, 'step-back': skipBack, 'step-forward': skipForward, stop: square, store, sun, trash: trash2, warning: triangleAlert, user,
  'user-plus': userPlus, users, volume: volume2, 'volume-off': volumeX, wifi, 'wifi-off': wifiOff, 'zoom-in': zoomIn, 'zoom-out': zoomOut, x,
} as const satisfies Record<string, string>;
export type IconName = keyof typeof icons;
