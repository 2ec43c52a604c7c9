"""GStreamer's RTSP server with pictures and sound it makes itself: `gst-server.py <port> <none|basic|digest> [certificate.pem]`.

Streams: /h264 /h265 /mjpeg /h264-aac /h264-pcma /h264-opus, and /h264-b with B pictures. User `admin`, password `mat-khau`.
With a certificate and its key in one PEM file it speaks RTSPS.
"""
import sys
import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)
port, auth = sys.argv[1:3]
picture = "videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=180,framerate=15/1"
h264 = f"{picture} ! x264enc speed-preset=ultrafast tune=zerolatency key-int-max=15 bitrate=400 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1"
sound = "audiotestsrc is-live=true wave=ticks"
streams = {
    "h264": h264,
    "h265": f"{picture} ! x265enc speed-preset=ultrafast tune=zerolatency key-int-max=15 ! h265parse ! rtph265pay name=pay0 pt=96 config-interval=-1",
    "mjpeg": f"{picture},format=I420 ! jpegenc ! rtpjpegpay name=pay0 pt=26",
    "h264-aac": f"{h264} {sound} ! audio/x-raw,rate=16000,channels=1 ! avenc_aac ! aacparse ! rtpmp4gpay name=pay1 pt=97",
    "h264-pcma": f"{h264} {sound} ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8",
    "h264-opus": f"{h264} {sound} ! audioconvert ! audioresample ! opusenc ! rtpopuspay name=pay1 pt=98",
    "h264-b": f"{picture} ! x264enc speed-preset=veryfast key-int-max=15 bframes=2 bitrate=400 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1",
}
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
access = GstRtspServer.RTSPAuth()
if auth != "none":
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    if auth == "basic":
        access.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        access.add_basic(GstRtspServer.RTSPAuth.make_basic("admin", "mat-khau"), token)
    else:
        access.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        access.add_digest("admin", "mat-khau", token)
if len(sys.argv) > 3:
    access.set_tls_certificate(Gio.TlsCertificate.new_from_file(sys.argv[3]))
if auth != "none" or len(sys.argv) > 3:
    server.set_auth(access)
for name, launch in streams.items():
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {launch} )")
    factory.set_shared(True)
    if auth != "none":
        rights = GstRtspServer.RTSPPermissions()
        for what in ("access", "construct"):
            GstRtspServer.RTSPPermissions.add_permission_for_role(rights, "user", f"media.factory.{what}", True)
        factory.set_permissions(rights)
    server.get_mount_points().add_factory(f"/{name}", factory)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
