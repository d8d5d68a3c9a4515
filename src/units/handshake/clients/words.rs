//! What each client says, in its own words, as `tests/interop/tls/clients.rs`,
//! `tests/e2e/connection.test.mjs` and its fellow for Firefox hear it.

use super::Cause;
use crate::engine::pki::host::Host;
use crate::units::{Comparison, Row};

/// What a client says, what one sees of the page, and the alert that it sends, where
/// the server hears one.
type Words = (&'static str, &'static str, &'static str);

/// The clients, in the versions that were heard.
const CLIENTS: [&str; 4] = [
    "curl 7.88",
    "openssl s_client 3.0",
    "Chrome 156",
    "Firefox 153",
];

/// Stands for the host that was asked for.
const HOST: &str = "HOST";

/// How openssl calls it, and how where the host is an address.
const MISMATCH: &str = "62 (hostname mismatch)";
const MISMATCH_OF_ADDRESS: &str = "64 (IP address mismatch)";

const WHOLE: &str = "the page; it ends with 0";
const PAGE: &str = "the page, without a warning";
const PRIVATE: &str = "“Your connection is not private”";
const SECURE: &str = "“This site can’t provide a secure connection”";
const REACHED: &str = "“This site can’t be reached”";
const RISK: &str = "“Warning: Security Risk”";
const NO_60: &str = "nothing of the page; it ends with 60";
const NO_35: &str = "nothing of the page; it ends with 35";
const NO_56: &str = "nothing of the page; it ends with 56";
const NO_1: &str = "nothing of the page; it ends with 1";
const WAITS: (&str, &str, &str) = ("nothing", "a page that goes on loading", "");
const PROTOCOL: &str = "ERR_SSL_PROTOCOL_ERROR";
// Which one depends on whether the connection ends before the request is sent.
const MAC_ALERT: &str = "ERR_SSL_BAD_RECORD_MAC_ALERT or ERR_SOCKET_NOT_CONNECTED";
const PROTOCOL_OR_GONE: &str = "ERR_SSL_PROTOCOL_ERROR or ERR_SOCKET_NOT_CONNECTED";
const SECURE_OR_REACHED: &str =
    "“This site can’t provide a secure connection” or “This site can’t be reached”";

/// The table.
pub(super) fn table(cause: Cause, host: &Host) -> Comparison {
    let rows = CLIENTS.iter().zip(words(cause));
    let by_name = |words: &str| match host {
        Host::Dns(_) => words.replace(HOST, &host.to_string()),
        Host::Ip(_) => words
            .replace(HOST, &host.to_string())
            .replace(MISMATCH, MISMATCH_OF_ADDRESS),
    };
    let row = |(name, (says, shows, alert)): (&&'static str, Words)| Row {
        name: (*name).into(),
        left: by_name(says).into(),
        right: shows.into(),
        note: match alert {
            "" => "".into(),
            alert => format!("It sends the alert {alert}.").into(),
        },
    };
    Comparison {
        title: "What other clients say of such a server".into(),
        names: "heard from".into(),
        left: "It says".into(),
        right: "It shows".into(),
        rows: rows.map(row).collect(),
    }
}

/// Those of curl, openssl, Chrome and Firefox.
fn words(cause: Cause) -> [Words; 4] {
    match cause {
        Cause::Nothing => [
            ("SSL certificate verify ok.", WHOLE, ""),
            ("Verify return code: 0 (ok)", WHOLE, ""),
            ("nothing", PAGE, ""),
            ("nothing", PAGE, ""),
        ],
        Cause::Insecure => [
            ("nothing, with --insecure", WHOLE, ""),
            ("goes on without -verify_return_error", WHOLE, ""),
            (
                "has no such switch: it checks",
                "a warning, if anything is wrong",
                "",
            ),
            (
                "has no such switch: it checks",
                "a warning, if anything is wrong",
                "",
            ),
        ],
        Cause::UnknownIssuer | Cause::MissingIntermediate => [
            (
                "(60) SSL certificate problem: unable to get local issuer certificate",
                NO_60,
                "unknown_ca",
            ),
            (
                "Verify return code: 20 (unable to get local issuer certificate)",
                NO_1,
                "unknown_ca",
            ),
            (
                "NET::ERR_CERT_AUTHORITY_INVALID",
                PRIVATE,
                "certificate_unknown",
            ),
            ("SEC_ERROR_UNKNOWN_ISSUER", RISK, "unknown_ca"),
        ],
        Cause::SelfSigned => [
            (
                "(60) SSL certificate problem: self-signed certificate",
                NO_60,
                "unknown_ca",
            ),
            (
                "Verify return code: 18 (self-signed certificate)",
                NO_1,
                "unknown_ca",
            ),
            (
                "NET::ERR_CERT_AUTHORITY_INVALID",
                PRIVATE,
                "certificate_unknown",
            ),
            (
                "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
                RISK,
                "bad_certificate",
            ),
        ],
        Cause::WrongOrder => [
            (
                "(60) SSL certificate problem: unsuitable certificate purpose",
                NO_60,
                "unsupported_certificate",
            ),
            (
                "Verify return code: 26 (unsuitable certificate purpose)",
                NO_1,
                "unsupported_certificate",
            ),
            (
                "ERR_SSL_KEY_USAGE_INCOMPATIBLE",
                REACHED,
                "illegal_parameter",
            ),
            ("SEC_ERROR_BAD_SIGNATURE", RISK, "decrypt_error"),
        ],
        Cause::WrongOrderOfKinds => [
            (
                "(60) SSL certificate problem: unsuitable certificate purpose",
                NO_60,
                "unsupported_certificate",
            ),
            (
                "Verify return code: 26 (unsuitable certificate purpose)",
                NO_1,
                "unsupported_certificate",
            ),
            (
                "ERR_SSL_KEY_USAGE_INCOMPATIBLE",
                REACHED,
                "illegal_parameter",
            ),
            (
                "SSL_ERROR_INCORRECT_SIGNATURE_ALGORITHM",
                RISK,
                "illegal_parameter",
            ),
        ],
        Cause::OtherHost => [
            (
                "(60) SSL: no alternative certificate subject name matches target host name 'HOST'",
                NO_60,
                "",
            ),
            (
                "Verify return code: 62 (hostname mismatch)",
                NO_1,
                "bad_certificate",
            ),
            (
                "NET::ERR_CERT_COMMON_NAME_INVALID",
                PRIVATE,
                "certificate_unknown",
            ),
            ("SSL_ERROR_BAD_CERT_DOMAIN", RISK, "bad_certificate"),
        ],
        Cause::Ended => [
            (
                "(60) SSL certificate problem: certificate has expired",
                NO_60,
                "certificate_expired",
            ),
            (
                "Verify return code: 10 (certificate has expired)",
                NO_1,
                "certificate_expired",
            ),
            ("NET::ERR_CERT_DATE_INVALID", PRIVATE, "certificate_unknown"),
            ("SEC_ERROR_EXPIRED_CERTIFICATE", RISK, "certificate_expired"),
        ],
        Cause::AllEnded => [
            (
                "(60) SSL certificate problem: certificate has expired",
                NO_60,
                "certificate_expired",
            ),
            (
                "Verify return code: 10 (certificate has expired)",
                NO_1,
                "certificate_expired",
            ),
            ("NET::ERR_CERT_DATE_INVALID", PRIVATE, "certificate_unknown"),
            ("SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE", RISK, "unknown_ca"),
        ],
        Cause::NotYetValid => [
            (
                "(60) SSL certificate problem: certificate is not yet valid",
                NO_60,
                "bad_certificate",
            ),
            (
                "Verify return code: 9 (certificate is not yet valid)",
                NO_1,
                "bad_certificate",
            ),
            ("NET::ERR_CERT_DATE_INVALID", PRIVATE, "certificate_unknown"),
            (
                "MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
                RISK,
                "bad_certificate",
            ),
        ],
        Cause::NoneYetValid => [
            (
                "(60) SSL certificate problem: certificate is not yet valid",
                NO_60,
                "bad_certificate",
            ),
            (
                "Verify return code: 9 (certificate is not yet valid)",
                NO_1,
                "bad_certificate",
            ),
            ("NET::ERR_CERT_DATE_INVALID", PRIVATE, "certificate_unknown"),
            (
                "MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE",
                RISK,
                "bad_certificate",
            ),
        ],
        Cause::AnotherKey => [
            (
                "(35) … rsa routines::first octet invalid, or the like",
                NO_35,
                "decrypt_error",
            ),
            ("bad signature", NO_1, "decrypt_error"),
            (PROTOCOL, SECURE, "decrypt_error"),
            ("SEC_ERROR_BAD_SIGNATURE", RISK, "decrypt_error"),
        ],
        Cause::AnotherKeyOfCurve => [
            ("(35) … SSL routines::bad signature", NO_35, "decrypt_error"),
            ("bad signature", NO_1, "decrypt_error"),
            (PROTOCOL, SECURE, "decrypt_error"),
            ("SEC_ERROR_BAD_SIGNATURE", RISK, "decrypt_error"),
        ],
        Cause::NoSuite | Cause::NoGroup => [
            (
                "(35) … SSL routines::sslv3 alert handshake failure",
                NO_35,
                "",
            ),
            (
                "sslv3 alert handshake failure … SSL alert number 40",
                NO_1,
                "",
            ),
            ("nothing: it has all of them and connects", PAGE, ""),
            ("nothing: it has all of them and connects", PAGE, ""),
        ],
        Cause::GarbledHello => [
            // The browsers seal their alert with keys that the server does not have.
            (
                "(35) … SSL routines::decryption failed or bad record mac",
                NO_35,
                "bad_record_mac",
            ),
            (
                "decryption failed or bad record mac",
                NO_1,
                "bad_record_mac",
            ),
            (PROTOCOL, SECURE, ""),
            ("SSL_ERROR_BAD_MAC_READ", RISK, ""),
        ],
        Cause::Garbled => [
            (
                "(35) … SSL routines::decryption failed or bad record mac",
                NO_35,
                "bad_record_mac",
            ),
            (
                "decryption failed or bad record mac",
                NO_1,
                "bad_record_mac",
            ),
            (PROTOCOL, SECURE, "bad_record_mac"),
            ("SSL_ERROR_BAD_MAC_READ", RISK, "bad_record_mac"),
        ],
        Cause::GarbledLater => [
            (
                "(56) OpenSSL SSL_read: … decryption failed or bad record mac",
                NO_56,
                "bad_record_mac",
            ),
            (
                "decryption failed or bad record mac",
                NO_1,
                "bad_record_mac",
            ),
            (PROTOCOL_OR_GONE, SECURE_OR_REACHED, "bad_record_mac"),
            ("SSL_ERROR_BAD_MAC_READ", RISK, "bad_record_mac"),
        ],
        Cause::GarbledAfterwards => [
            ("nothing", WHOLE, "bad_record_mac"),
            (
                "decryption failed or bad record mac",
                "the page; it ends with 1",
                "bad_record_mac",
            ),
            ("nothing", PAGE, "bad_record_mac"),
            ("nothing", PAGE, "bad_record_mac"),
        ],
        Cause::NoFarewell => [
            ("nothing", WHOLE, ""),
            (
                "unexpected eof while reading",
                "the page; it ends with 1",
                "decode_error",
            ),
            ("nothing", PAGE, ""),
            ("nothing", PAGE, ""),
        ],
        Cause::Told => [
            (
                "(56) OpenSSL SSL_read: … sslv3 alert bad record mac",
                NO_56,
                "",
            ),
            ("sslv3 alert bad record mac … SSL alert number 20", NO_1, ""),
            (MAC_ALERT, REACHED, ""),
            ("SSL_ERROR_BAD_MAC_ALERT", RISK, ""),
        ],
        Cause::Disorder => [
            (
                "(35) … SSL routines::unexpected message",
                NO_35,
                "unexpected_message",
            ),
            ("unexpected message", NO_1, "unexpected_message"),
            (PROTOCOL, SECURE, "unexpected_message"),
            (
                "SSL_ERROR_RX_UNEXPECTED_CHANGE_CIPHER",
                RISK,
                "unexpected_message",
            ),
        ],
        Cause::SecondHello => [
            (
                "(35) … SSL routines::bad record type",
                NO_35,
                "unexpected_message",
            ),
            ("bad record type", NO_1, "unexpected_message"),
            (PROTOCOL, SECURE, "bad_record_mac"),
            (
                "SSL_ERROR_RX_UNEXPECTED_RECORD_TYPE",
                RISK,
                "unexpected_message",
            ),
        ],
        Cause::OddSignal => [
            (
                "(35) … SSL routines::invalid ccs message",
                NO_35,
                "illegal_parameter",
            ),
            ("invalid ccs message", NO_1, "illegal_parameter"),
            (PROTOCOL, SECURE, "bad_record_mac"),
            (
                "SSL_ERROR_RX_UNEXPECTED_RECORD_TYPE",
                RISK,
                "unexpected_message",
            ),
        ],
        Cause::TwoSignals => [
            ("SSL certificate verify ok.", WHOLE, ""),
            ("Verify return code: 0 (ok)", WHOLE, ""),
            ("nothing", PAGE, ""),
            (
                "SSL_ERROR_RX_MALFORMED_CHANGE_CIPHER",
                RISK,
                "unexpected_message",
            ),
        ],
        Cause::LateSignal => [
            (
                "(56) OpenSSL SSL_read: … SSL routines::bad record type",
                NO_56,
                "unexpected_message",
            ),
            ("bad record type", NO_1, "unexpected_message"),
            (PROTOCOL, SECURE, "bad_record_mac"),
            (
                "SSL_ERROR_RX_UNEXPECTED_RECORD_TYPE",
                RISK,
                "unexpected_message",
            ),
        ],
        Cause::ToldDisorder => [
            (
                "(56) OpenSSL SSL_read: … sslv3 alert unexpected message",
                NO_56,
                "",
            ),
            (
                "sslv3 alert unexpected message … SSL alert number 10",
                NO_1,
                "",
            ),
            (PROTOCOL_OR_GONE, SECURE_OR_REACHED, ""),
            ("SSL_ERROR_HANDSHAKE_UNEXPECTED_ALERT", RISK, ""),
        ],
        Cause::Silence => [
            (
                "(28) … timed out after … milliseconds, with --max-time",
                "nothing of the page; it ends with 28",
                "",
            ),
            ("nothing", "nothing of the page; it waits", ""),
            WAITS,
            WAITS,
        ],
    }
}
