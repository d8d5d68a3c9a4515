//! Alerts (RFC 8446 §6): how one side says that something is over or wrong.

use super::names::numbered;
use super::reader::{Reader, tls};
use crate::engine::text::Text;

/// An alert: its number, its name, and a sentence about it.
type Alert = (u8, &'static str, &'static str);

/// The alerts of RFC 8446 §6, and those of before that are still seen.
#[rustfmt::skip]
const ALERTS: [Alert; 34] = [
    (0, "close_notify", "The sender is done and sends nothing more."),
    (10, "unexpected_message", "A message came that does not belong there."),
    (20, "bad_record_mac", "A record could not be opened: it was changed, or sealed with another key."),
    (21, "decryption_failed", "An alert of old versions: a record could not be decrypted."),
    (22, "record_overflow", "A record is longer than is allowed."),
    (30, "decompression_failure", "An alert of old versions: what was compressed cannot be read."),
    (40, "handshake_failure", "The two found nothing that both can do."),
    (41, "no_certificate", "An alert of SSL 3.0: there is no certificate."),
    (42, "bad_certificate", "A certificate does not do: it is damaged, wrongly signed, or for another name."),
    (43, "unsupported_certificate", "A certificate is of a kind that is not supported."),
    (44, "certificate_revoked", "A certificate was taken back by who issued it."),
    (45, "certificate_expired", "A certificate is not valid at this time."),
    (46, "certificate_unknown", "Something else about a certificate makes it unacceptable."),
    (47, "illegal_parameter", "A field has a value that is not allowed, or does not fit the others."),
    (48, "unknown_ca", "A certificate leads to no root that is trusted."),
    (49, "access_denied", "The certificate is valid, but its owner may not come in."),
    (50, "decode_error", "A message cannot be read: a length or a value is out of range."),
    (51, "decrypt_error", "A signature or a Finished message is wrong."),
    (60, "export_restriction", "An alert of old versions: the keys are longer than was once allowed."),
    (70, "protocol_version", "The two share no version of the protocol."),
    (71, "insufficient_security", "The server demands more security than the client offers."),
    (80, "internal_error", "Something went wrong that is not the other side's fault."),
    (86, "inappropriate_fallback", "The client tried again with an older version, without need."),
    (90, "user_canceled", "The handshake is given up for a reason of the user's."),
    (100, "no_renegotiation", "An alert of old versions: the handshake is not done again."),
    (109, "missing_extension", "An extension is missing that must be there."),
    (110, "unsupported_extension", "An extension came that was not offered, or must not be there."),
    (111, "certificate_unobtainable", "A certificate could not be fetched from where it should be."),
    (112, "unrecognized_name", "The server has no certificate for the name that the client asked for."),
    (113, "bad_certificate_status_response", "What was said about the state of a certificate cannot be accepted."),
    (114, "bad_certificate_hash_value", "A certificate is not the one whose hash was told."),
    (115, "unknown_psk_identity", "The server does not know the shared key that the client named."),
    (116, "certificate_required", "The client has to show a certificate, and showed none."),
    (120, "no_application_protocol", "The two share no protocol to speak inside the connection."),
];

fn find(code: u8) -> Option<&'static Alert> {
    ALERTS.iter().find(|(number, ..)| *number == code)
}

/// What an alert is called; `None` where nobody defines it.
#[must_use]
pub fn name(code: u8) -> Option<&'static str> {
    find(code).map(|(_, name, _)| *name)
}

/// What an alert means, in one sentence.
#[must_use]
pub fn says(code: u8) -> &'static str {
    find(code).map_or("An alert that no standard defines.", |(.., says)| says)
}

/// An alert: its level and what it says.
pub(super) fn read(reader: &mut Reader<'_>) {
    reader.group("Alert", tls("6"), |reader| {
        reader.number(1, "level", tls("6"), |level| match level {
            1 => "warning; TLS 1.3 goes by the description alone".into(),
            2 => "fatal; TLS 1.3 goes by the description alone".into(),
            other => format!("{other}, which is no level").into(),
        });
        let mut meaning = Text::Borrowed("");
        reader.number(1, "description", tls("6.2"), |code| {
            let code = u8::try_from(code).unwrap_or_default();
            meaning = format!("{}: {}", numbered(name(code), code), says(code)).into();
            meaning.clone()
        });
        meaning
    });
}
