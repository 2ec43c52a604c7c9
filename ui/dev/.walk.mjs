import { chromium } from "playwright-core";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
// ui/src/app/match-path.ts
/** `/camera/:id` against `/camera/abc`: its params, or undefined when the path is another. A trailing slash does not matter. */
function matchPath(pattern, path) {
	const wanted = pattern.split("/").filter(Boolean);
	const given = path.split("/").filter(Boolean);
	if (wanted.length !== given.length) return void 0;
	const params = {};
	for (const [index, part] of wanted.entries()) {
		const text = given[index] ?? "";
		if (part.startsWith(":")) {
			const value = decode(text);
			if (value === void 0) return void 0;
			params[part.slice(1)] = value;
		} else if (part !== text) return void 0;
	}
	return params;
}
function decode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return;
	}
}
// ui/dev/fake-rows.ts
const minute$1 = 6e4;
const day$1 = 864e5;
const fakePicture = Buffer.from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"><path fill=\"#9fb8c4\" d=\"M0 0h16v5H0z\"/><path fill=\"#6f6a62\" d=\"M0 5h16v4H0z\"/><path fill=\"#c7b49a\" d=\"M1 2h4v4H1zM11 1h4v5h-4z\"/><path fill=\"#4a4640\" d=\"M7 9l1-4 1 4z\"/></svg>");
function camerasOf(now) {
	const camera = (id, name, place, running) => ({
		id,
		owner: "o1",
		ownerName: "Nhà cô Lan, 12 Lê Lợi",
		name,
		place,
		direction: 90,
		state: running ? "running" : "offline",
		stateText: running ? {
			vi: "Đang hoạt động",
			en: "Running"
		} : {
			vi: "Mất kết nối",
			en: "Offline"
		},
		stateSince: now - 3 * day$1,
		maker: "Imou",
		address: "192.168.1.64",
		sources: [{
			role: "main",
			width: 1920,
			height: 1080,
			codec: "h264",
			audio: true
		}],
		clockOffsetMs: 300,
		confirmed: true,
		recording: "continuous",
		recordDays: 7,
		recordBytes: 5e10,
		recordedBytes: 21e9,
		oldestFootage: now - 6 * day$1,
		sharing: {
			vi: "hỏi từng lần",
			en: "ask each time"
		},
		paused: false,
		watching: 0
	});
	return [
		camera("c1", "Cổng", "Trước nhà, nhìn ra đường Lê Lợi", true),
		camera("c2", "Ngõ bên", "Ngõ 14", true),
		camera("c3", "Sân sau", "", false)
	];
}
function asks(now) {
	return [{
		id: "a1",
		camera: "c1",
		cameraName: "Cổng",
		unit: "Công an phường Bồ Xuyên",
		who: "Lê Thị Hoa",
		role: "duty_officer",
		officerNo: "034-2201",
		action: "playback",
		purpose: "traffic_accident",
		caseNo: "118/2026",
		message: "Va chạm xe máy trước số 12.",
		footage: {
			from: now - 90 * minute$1,
			to: now - 75 * minute$1
		},
		status: "pending",
		createdAt: now - 4 * minute$1,
		lapsesAt: now + 26 * minute$1,
		decidedAt: null,
		approvedUntil: null,
		sentence: {
			vi: "Công an phường Bồ Xuyên xin xem lại camera Cổng.",
			en: "Bồ Xuyên ward police ask to look back on the camera Cổng."
		}
	}];
}
function grants(now) {
	return [{
		id: "g1",
		version: 1,
		owner: "o1",
		cameras: [{
			id: "c1",
			name: "Cổng"
		}],
		to: "Công an phường Bồ Xuyên",
		mode: "ask",
		actions: ["clip"],
		purposes: ["crime", "traffic_accident"],
		from: now - 10 * day$1,
		until: now + 80 * day$1,
		access: null,
		sentence: {
			vi: "Bạn cho phép Công an phường Bồ Xuyên xin từng lần hình của camera Cổng.",
			en: "You let Bồ Xuyên ward police ask each time for footage of the camera Cổng."
		},
		signedBy: "Nguyễn Thị Lan",
		signedAt: now - 10 * day$1,
		revokedAt: null,
		open: true
	}];
}
function ledger(now) {
	return [{
		viewing: "v1",
		camera: "c1",
		cameraName: "Cổng",
		own: false,
		who: "Lê Thị Hoa",
		unit: "Công an phường Bồ Xuyên",
		officerNo: "034-2201",
		route: "R2",
		action: "playback",
		purpose: "traffic_accident",
		caseNo: "118/2026",
		from: now - 200 * minute$1,
		to: now - 196 * minute$1,
		seconds: 240,
		endReason: "viewer",
		maxHeight: 720,
		audio: false,
		watermark: true,
		footage: {
			from: now - 300 * minute$1,
			to: now - 290 * minute$1
		}
	}];
}
function offers(now) {
	return [{
		camera: "c1",
		name: "Cổng",
		place: "Lê Lợi",
		ownerKind: "household",
		online: true,
		offers: [{
			action: "playback",
			effect: "ask",
			purposes: ["crime", "traffic_accident"],
			caseRequired: true,
			maxHeight: 720,
			audio: false,
			until: now + 80 * day$1,
			lookbackHours: 72
		}]
	}];
}
function plugins(now) {
	const log = [{
		at: now - 3 * minute$1,
		level: "info",
		message: "Tìm thấy 3 camera trong mạng 192.168.1.0/24."
	}, {
		at: now - 2 * minute$1,
		level: "warn",
		message: "192.168.1.71 trả lời không đúng chuẩn."
	}];
	return [{
		id: "onvif",
		name: {
			vi: "Camera ONVIF",
			en: "ONVIF cameras"
		},
		status: "running",
		statusText: {
			vi: "Đang chạy",
			en: "Running"
		},
		since: now - 2 * day$1,
		because: null,
		enabled: true,
		adds: [{
			vi: "Tìm camera ONVIF trong mạng nhà và đăng nhập vào chúng.",
			en: "Finds ONVIF cameras on the home network and signs in to them."
		}],
		asks: [{
			vi: "Biết giờ.",
			en: "Know the time."
		}],
		reaches: [{
			vi: "Mạng trong nhà",
			en: "The home network"
		}],
		schema: {
			type: "object",
			properties: {
				intervalSeconds: {
					type: "integer",
					minimum: 1,
					maximum: 3600,
					default: 30,
					title: "Tìm camera mới mỗi … giây / Look for new cameras every … seconds"
				},
				loopback: {
					type: "boolean",
					default: false,
					title: {
						vi: "Tìm cả camera giả lập",
						en: "Find simulated cameras too"
					}
				},
				ports: {
					type: "array",
					items: {
						type: "integer",
						minimum: 1,
						maximum: 65535
					},
					minItems: 1,
					maxItems: 16,
					default: [80, 8080],
					title: "Các cổng ONVIF / ONVIF ports"
				}
			}
		},
		config: {
			intervalSeconds: 30,
			loopback: false,
			ports: [
				80,
				8080,
				8e3
			]
		},
		log
	}, {
		id: "notify",
		name: {
			vi: "Thông báo",
			en: "Notices"
		},
		status: "needs-attention",
		statusText: {
			vi: "Cần bạn xem",
			en: "Needs attention"
		},
		since: now - 20 * minute$1,
		because: {
			vi: "Không gửi được thông báo qua kênh này.",
			en: "The notice could not be sent on this channel."
		},
		enabled: true,
		adds: [{
			vi: "Gửi thông báo bằng thư điện tử và ntfy.",
			en: "Sends notices by e-mail and ntfy."
		}],
		asks: [],
		reaches: [{
			vi: "Internet",
			en: "The internet"
		}],
		schema: {
			type: "object",
			required: ["host"],
			properties: {
				host: {
					type: "string",
					title: "Máy chủ thư / Mail server"
				},
				security: {
					type: "string",
					enum: ["tls", "starttls"],
					default: "tls",
					title: "Bảo mật / Security"
				},
				password: {
					type: "string",
					secret: true,
					title: "Mật khẩu thư / Mail password"
				}
			}
		},
		config: {
			host: "smtp.example.vn",
			security: "tls",
			password: true
		},
		log: []
	}];
}
// ui/dev/fake-answers.ts
const minute = 6e4;
const day = 864e5;
const qr = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 25" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h25v25H0z"/>${Array.from({ length: 625 }, (_, n) => (n * 7919 + n % 25 * 104729 + Math.floor(n / 25) * 1299709) % 5 < 2 ? `<path d="M${n % 25} ${Math.floor(n / 25)}h1v1h-1z"/>` : "").join("")}</svg>`;
/** Everything the fake hub says. Names and places are invented. */
function answers(scene) {
	const { now } = scene;
	let roles = scene.roles;
	let language = scene.language;
	let setUp = scene.setUp;
	let fresh = false;
	const me = () => roles === void 0 ? new FakeRefusal(401, "not-signed-in", "Bạn cần đăng nhập.") : {
		id: "p1",
		login: "lan",
		name: "Nguyễn Thị Lan",
		language,
		operator: roles.includes("operator"),
		proved: fresh,
		hasPassword: true,
		passkeys: 1,
		memberships: roles.includes("owner") ? [{
			owner: "o1",
			ownerName: "Nhà cô Lan, 12 Lê Lợi",
			ownerKind: "household",
			role: "owner"
		}] : [],
		offices: roles.includes("officer") ? [{
			unit: "u1",
			unitName: "Công an phường Bồ Xuyên",
			unitKind: "ward_police",
			role: "unit_leader",
			officerNo: "034-2187"
		}] : []
	};
	const proved = (make) => fresh ? make() : new FakeRefusal(403, "fresh-sign-in", "Hãy nhập lại mật khẩu.");
	let channels = [{
		id: "email",
		name: {
			vi: "thư điện tử",
			en: "e-mail"
		},
		asks: {
			vi: "Địa chỉ thư",
			en: "E-mail address",
			kind: "email"
		},
		address: "lan@example.vn",
		enabled: true
	}, {
		id: "ntfy",
		name: {
			vi: "ntfy",
			en: "ntfy"
		},
		asks: {
			vi: "Địa chỉ chủ đề ntfy",
			en: "Address of the ntfy topic",
			kind: "url"
		},
		address: "",
		enabled: false
	}];
	let rows = plugins(now);
	const enter = () => {
		roles ??= ["owner"];
		return me();
	};
	return {
		"GET /api/hub": () => ({
			name: "Hub nhà cô Lan",
			version: "0.1.0",
			setUp,
			demo: false,
			passkeys: true,
			secure: true
		}),
		"GET /api/session": me,
		"POST /api/session": ({ body }) => body.password === "sai" ? new FakeRefusal(401, "wrong-login", "Tên đăng nhập hoặc mật khẩu không đúng.") : enter(),
		"DELETE /api/session": () => {
			roles = void 0;
		},
		"POST /api/set-up": ({ body }) => {
			if (body.code === "WRONG") return new FakeRefusal(403, "not-allowed", "");
			setUp = true;
			roles = ["owner", "operator"];
			language = body.language;
			return me();
		},
		"POST /api/session/proof": () => {
			fresh = true;
			return me();
		},
		"PATCH /api/me": ({ body }) => {
			language = body.language ?? language;
			return me();
		},
		"POST /api/me/password": () => proved(() => me()),
		"GET /api/sessions": () => [{
			id: "s1",
			current: true,
			createdAt: now - 3 * day,
			seenAt: now,
			device: "Chrome, Android",
			address: "192.168.1.24"
		}, {
			id: "s2",
			current: false,
			createdAt: now - 9 * day,
			seenAt: now - 26 * minute,
			device: "Safari, iPhone",
			address: "192.168.1.31"
		}],
		"DELETE /api/sessions/:id": () => void 0,
		"GET /api/passkeys": () => [{
			id: "k1",
			name: "Điện thoại của Lan",
			createdAt: now - 30 * day,
			usedAt: now - 2 * day
		}],
		"GET /api/me/channels": () => channels,
		"PUT /api/me/channels/:id": ({ params, body }) => channels = channels.map((row) => row.id === params.id ? {
			...row,
			...body
		} : row),
		"POST /api/me/channels/:id/test": () => void 0,
		"GET /api/invitations": () => scene.empty ? [] : [{
			id: "i1",
			kind: "member",
			role: "viewer",
			to: "Nhà cô Lan, 12 Lê Lợi",
			officerNo: null,
			expiresAt: now + 2 * day,
			usedAt: null
		}, {
			id: "i2",
			kind: "officer",
			role: "duty_officer",
			to: "Công an phường Bồ Xuyên",
			officerNo: "034-2190",
			expiresAt: now + day,
			usedAt: null
		}],
		"POST /api/invitations": () => proved(() => ({
			id: "i3",
			link: "https://192.168.1.10:8443/#invite=Vf3kq9Zc1sJx0bT7mWq4hR8yLd2nPeUa",
			qr,
			expiresAt: now + 3 * day
		})),
		"DELETE /api/invitations/:id": () => void 0,
		"POST /api/invitations/look": ({ body }) => body.token === "ended" ? new FakeRefusal(410, "invitation-ended", "") : {
			kind: "officer",
			role: "duty_officer",
			to: "Công an phường Bồ Xuyên",
			from: "Trần Văn An",
			expiresAt: now + 3 * day
		},
		"POST /api/invitations/accept": () => {
			roles = ["officer"];
			return me();
		},
		"GET /api/owners/:id/members": () => [{
			person: "p1",
			name: "Nguyễn Thị Lan",
			login: "lan",
			role: "owner",
			since: now - 90 * day
		}, {
			person: "p2",
			name: "Phạm Quốc Bình",
			login: "binh",
			role: "co_owner",
			since: now - 60 * day
		}],
		"GET /api/units": () => scene.empty ? [] : [{
			id: "u1",
			name: "Công an phường Bồ Xuyên",
			kind: "ward_police",
			officers: 3
		}, {
			id: "u2",
			name: "UBND phường Bồ Xuyên",
			kind: "peoples_committee",
			officers: 0
		}],
		"POST /api/units": ({ body }) => ({
			id: "u3",
			officers: 0,
			...body
		}),
		"GET /api/units/:id/officers": ({ params }) => params.id === "u2" ? [] : [{
			person: "p5",
			name: "Trần Văn An",
			role: "unit_leader",
			officerNo: "034-2187",
			since: now - 40 * day
		}, {
			person: "p6",
			name: "Lê Thị Hoa",
			role: "duty_officer",
			officerNo: "034-2201",
			since: now - 12 * day
		}],
		"GET /api/hub/trust": () => ({
			origin: "https://192.168.1.10:8443",
			caLink: "http://192.168.1.10:8080/ca.crt",
			qr,
			fingerprint: "5F:0E:92:AC:11:7B:3D:66:C0:49:8E:21:DF:05:B7:3A:90:EE:4C:18:7D:62:A3:FB:08:5A:C6:31:9B:E4:20:7F"
		}),
		"GET /api/plugins": () => scene.empty ? [] : rows,
		"POST /api/plugins/:id/enabled": ({ params, body }) => {
			rows = rows.map((row) => row.id === params.id ? {
				...row,
				enabled: body.enabled
			} : row);
			return rows.find((row) => row.id === params.id) ?? new FakeRefusal(404, "not-found", "");
		},
		"PUT /api/plugins/:id/config": ({ params, body }) => proved(() => rows.find((row) => row.id === params.id && body) ?? new FakeRefusal(404, "not-found", "")),
		"GET /api/operator/health": () => ({
			version: "0.1.0",
			startedAt: now - 2 * day,
			node: "v20.20.0",
			ffmpeg: scene.unwell ? null : "5.1.6",
			clockTrusted: !scene.unwell,
			disk: {
				total: 512e9,
				free: scene.unwell ? 3e9 : 208e9,
				recordings: 241e9
			},
			memory: 186e6,
			database: 41e6,
			auditEntries: 1204,
			cameras: {
				total: scene.empty ? 0 : 12,
				running: scene.empty ? 0 : 11,
				offline: scene.unwell ? 1 : 0
			},
			viewers: 2,
			loopDelayP99Ms: 12.4
		}),
		"GET /api/cameras": () => scene.empty ? [] : camerasOf(now),
		"GET /api/cameras/:id": ({ params }) => camerasOf(now).find((row) => row.id === params.id) ?? new FakeRefusal(404, "not-found", ""),
		"GET /api/cameras/:id/picture": () => fakePicture,
		"GET /api/watching": () => [],
		"GET /api/pauses": () => [],
		"GET /api/found-cameras": () => ({
			cameras: [],
			searching: true
		}),
		"GET /api/asks": () => scene.empty ? [] : asks(now),
		"GET /api/grants": () => scene.empty ? [] : grants(now),
		"GET /api/ledger": () => scene.empty ? [] : ledger(now),
		"GET /api/officer/cameras": () => scene.empty ? [] : offers(now),
		"GET /api/officer/asks": () => scene.empty ? [] : asks(now),
		"GET /api/officer/viewings": () => scene.empty ? [] : ledger(now),
		"GET /api/notices": () => [],
		"GET /api/exports": () => []
	};
}
// ui/dev/fake-hub.ts
/** The content policy of the real server: what breaks under it must break here. */
const policy = "default-src 'self';script-src 'self';style-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;connect-src 'self';font-src 'self';worker-src 'self';manifest-src 'self';object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'";
const types = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".png": "image/png",
	".woff2": "font/woff2",
	".webmanifest": "application/manifest+json"
};
var FakeRefusal = class {
	constructor(status, code, message, fields) {
		this.status = status;
		this.body = {
			code,
			message,
			...fields ? { fields } : {}
		};
	}
};
/** A hub for looking at pages: serves a built `dist` under the real policy and answers from a scene. For development only. */
async function startFakeHub(dist, scene) {
	const table = answers(scene);
	const server = createServer((request, response) => void answer(request, response).catch((thrown) => {
		response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({
			code: "internal",
			message: String(thrown)
		}));
	}));
	async function answer(request, response) {
		const url = new URL(request.url ?? "/", "http://hub");
		response.setHeader("content-security-policy", policy);
		if (!url.pathname.startsWith("/api/")) return file(url.pathname, response);
		if (url.pathname === "/api/events") {
			response.writeHead(200, {
				"content-type": "text/event-stream",
				"cache-control": "no-store"
			});
			response.write("retry: 2000\n\n");
			return;
		}
		const body = await textOf(request);
		for (const [key, reply] of Object.entries(table)) {
			const [method, pattern] = key.split(" ");
			const params = method === request.method ? matchPath(pattern ?? "", url.pathname) : void 0;
			if (!params || !reply) continue;
			if (scene.never?.includes(key)) return;
			const value = reply({
				params,
				query: Object.fromEntries(url.searchParams),
				body: body ? JSON.parse(body) : void 0
			});
			if (value instanceof FakeRefusal) response.writeHead(value.status, { "content-type": "application/json" }).end(JSON.stringify(value.body));
			else if (Buffer.isBuffer(value)) response.writeHead(200, { "content-type": "image/svg+xml" }).end(value);
			else if (value === void 0) response.writeHead(204).end();
			else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
			return;
		}
		response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify({
			code: "not-found",
			message: "Không tìm thấy."
		}));
	}
	async function file(path, response) {
		const wanted = extname(path) ? normalize(path) : "index.html";
		const bytes = await readFile(join(dist, wanted)).catch(() => void 0);
		if (bytes) response.writeHead(200, { "content-type": types[extname(wanted)] ?? "application/octet-stream" }).end(bytes);
		else response.writeHead(404).end();
	}
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address();
	return {
		origin: `http://localhost:${port}`,
		close: () => new Promise((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		})
	};
}
async function textOf(request) {
	const parts = [];
	for await (const part of request) parts.push(part);
	return Buffer.concat(parts).toString("utf8");
}
// ui/dev/.walk.ts
const say = (...a) => process.stdout.write(a.map((x) => typeof x === "string" ? x : JSON.stringify(x)).join(" ") + "\n");
const base = {
	now: Date.now(),
	setUp: true,
	roles: ["owner", "operator"],
	language: "vi"
};
const browser = await chromium.launch({
	executablePath: "/usr/bin/chromium",
	args: [
		"--no-sandbox",
		"--disable-gpu",
		"--disable-quic",
		"--no-first-run"
	]
});
const errs = [];
async function open(scene, path) {
	const hub = await startFakeHub("/tmp/ui-dist", {
		...base,
		...scene
	});
	const page = await browser.newPage({
		viewport: {
			width: 390,
			height: 844
		},
		locale: "vi-VN"
	});
	page.on("pageerror", (e) => errs.push(e.message));
	await page.goto(hub.origin + path);
	await page.waitForTimeout(600);
	return {
		hub,
		page
	};
}
const deepFocus = () => {
	let e = document.activeElement;
	while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
	return e ? `${e.tagName} ${e.textContent?.trim().slice(0, 30)} ${e.id}` : "";
};
{
	const { hub, page } = await open({
		setUp: false,
		roles: void 0
	}, "/#setup=ABCD-1234");
	say("address", page.url().replace(hub.origin, ""), "title", await page.title());
	await page.getByLabel("Họ và tên").fill("Nguyễn Thị Lan");
	await page.getByLabel("Tên đăng nhập").fill("lan");
	await page.getByLabel(/^Mật khẩu$/).fill("ba con mèo đen");
	await page.getByLabel(/^Mật khẩu$/).press("Enter");
	await page.waitForTimeout(200);
	say("enter leads to", await page.getByRole("heading", { level: 1 }).textContent(), "| focus", await page.evaluate(deepFocus));
	await page.getByLabel("Tên gọi").fill("Nhà Lan");
	await page.getByRole("button", { name: "Quay lại" }).click();
	say("back keeps", await page.getByLabel("Họ và tên").inputValue(), await page.getByLabel(/^Mật khẩu$/).inputValue());
	await page.getByRole("button", { name: "English" }).click();
	say("switch", await page.getByRole("heading", { level: 1 }).textContent(), await page.evaluate(() => document.documentElement.lang), await page.getByLabel("Full name").inputValue());
	await page.getByRole("button", { name: "Continue" }).click();
	say("kept", await page.getByLabel(/^Name$/).inputValue());
	await page.getByRole("button", { name: "Create this home" }).click();
	await page.waitForTimeout(400);
	say(await page.getByRole("heading", { level: 1 }).textContent());
	await page.getByRole("button", { name: "Done with cameras" }).click();
	await page.waitForTimeout(500);
	await page.getByRole("button", { name: "Go to your home page" }).click();
	await page.waitForTimeout(600);
	say("finished at", page.url().replace(hub.origin, ""), await page.title());
	await page.close();
	await hub.close();
}
{
	const { hub, page } = await open({}, "/settings");
	await page.keyboard.press("Tab");
	say("first tab", await page.evaluate(deepFocus));
	await page.keyboard.press("Enter");
	say("then", await page.evaluate(deepFocus));
	await page.evaluate(() => scrollTo(0, 300));
	await page.waitForTimeout(50);
	await page.getByRole("link", { name: /Tình trạng hub/ }).click();
	await page.waitForTimeout(500);
	say("went", page.url().replace(hub.origin, ""), await page.title(), "scroll", await page.evaluate(() => scrollY), "| focus", await page.evaluate(deepFocus));
	await page.goBack();
	await page.waitForTimeout(500);
	say("back", page.url().replace(hub.origin, ""), "scroll", await page.evaluate(() => scrollY), await page.getByRole("navigation").getByRole("link").allTextContents());
	await page.goForward();
	await page.waitForTimeout(500);
	await hub.close();
	await page.evaluate(() => document.querySelector("mp-app")?.shadowRoot?.querySelector("mp-outlet")?.shadowRoot?.querySelector("mp-health-screen")?.["health"].reload());
	await page.waitForTimeout(500);
	say("strip", await page.locator(".strip").allTextContents(), "stale", await page.locator("mp-stale").allTextContents());
	await page.screenshot({ path: "/tmp/shots/offline.png" });
	await page.getByRole("link", { name: "Cài đặt" }).click();
	await page.waitForTimeout(300);
	await page.getByRole("link", { name: /Tên và ngôn ngữ/ }).click();
	await page.waitForTimeout(400);
	await page.screenshot({ path: "/tmp/shots/offline2.png" });
	await page.close();
}
{
	const { hub, page } = await open({}, "/operator/plugins");
	await page.getByRole("button", { name: "Cài đặt và nhật ký" }).first().click();
	await page.getByLabel(/Tìm camera mới/).fill("0");
	await page.getByRole("button", { name: /Lưu và khởi động/ }).click();
	say("fault", await page.getByRole("alert").allTextContents());
	await page.getByLabel(/Tìm camera mới/).fill("60");
	await page.getByRole("button", { name: /Lưu và khởi động/ }).click();
	await page.waitForTimeout(300);
	say("proof focus", await page.evaluate(deepFocus));
	await page.getByLabel(/^Mật khẩu$/).fill("x");
	await page.keyboard.press("Enter");
	await page.waitForTimeout(500);
	say("toast", await page.locator(".toast").allTextContents());
	await page.getByRole("switch").first().click({ force: true });
	await page.waitForTimeout(300);
	await page.screenshot({ path: "/tmp/shots/off.png" });
	await page.keyboard.press("Escape");
	await page.waitForTimeout(200);
	say("escaped: still on", await page.getByRole("switch").first().isChecked());
	await page.close();
	await hub.close();
}
say("page errors", errs);
await browser.close();
export {};
