//! What `curl --verbose` and `openssl s_client` say of a connection, line by line, as
//! `tests/interop/tls/transcripts.rs` hears them.

use super::clients::Cause;
use super::settings::{Alpn, ServerAlpn};
use crate::engine::pki::host::Host;
use crate::engine::pki::name;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::validity;
use crate::engine::tls::connection::Connection;
use crate::engine::tls::conversation::Story;
use crate::engine::tls::provider::{Group, Suite};
use crate::engine::tls::recording::What;
use crate::engine::tls::wire::{HEADER, MESSAGE_HEADER, is_retry};
use crate::units::Inputs;
use x509_cert::name::Name;

/// A connection of which a tool tells.
pub(super) struct Seen {
    cause: Cause,
    suite: Option<Suite>,
    group: Option<Group>,
    /// The number of the scheme by which the server signed.
    scheme: u16,
    chain: Vec<Certificate>,
    root: Option<Certificate>,
    host: String,
    path: String,
    now: u64,
    insecure: bool,
    response: String,
}

/// How curl calls a version, and whose side this is.
const OUT: &str = "* TLSv1.3 (OUT), TLS ";
const IN: &str = "* TLSv1.3 (IN), TLS ";

impl Seen {
    /// What is seen of a connection; `None` where no such was heard.
    pub(super) fn of(
        cause: Cause,
        inputs: &Inputs,
        connection: &Connection,
        story: &Story,
        host: &Host,
    ) -> Option<Self> {
        let chain = story.chain();
        let chain: Option<Vec<_>> = chain
            .iter()
            .map(|der| Certificate::parse(der).ok())
            .collect();
        // The one that vouches for the server is the last, if any does.
        let trusted = connection.expects.roots.last();
        let hello = connection
            .records
            .get(1)
            .map(|record| record.bytes.as_slice());
        let hello = hello
            .and_then(|bytes| bytes.get(HEADER..))
            .unwrap_or_default();
        let seen = Self {
            cause,
            suite: suite(hello),
            group: connection.operations.iter().find_map(|one| match one.what {
                What::Shared { group, .. } => {
                    Group::ALL.into_iter().find(|known| known.number() == group)
                }
                _ => None,
            }),
            scheme: (connection.operations.iter())
                .find_map(|one| match one.what {
                    What::Sign { scheme, .. } => Some(scheme),
                    _ => None,
                })
                .unwrap_or_default(),
            chain: chain?,
            root: trusted.and_then(|der| Certificate::parse(der).ok()),
            host: host.to_string(),
            path: inputs.text("path").trim().to_owned(),
            now: connection.expects.now,
            insecure: !connection.expects.checks,
            response: String::from_utf8_lossy(&connection.response).into_owned(),
        };
        let speaks = Alpn::read(inputs, "alpn") == Alpn::Http11
            && ServerAlpn::read(inputs, "server-alpn") == ServerAlpn::Http11;
        let is_heard = !is_retry(hello) && seen.group != Some(Group::X25519MlKem768) && speaks;
        (is_heard && seen.is_plain()).then_some(seen)
    }

    /// Whether the tools say of it what is told here: they write its names and its path
    /// as they are, and where nothing is checked, nothing but the root is unknown.
    fn is_plain(&self) -> bool {
        let is_usual = |c: char| c.is_ascii_alphanumeric() || "/-._~?=&%".contains(c);
        let is_path_plain = self.path.chars().all(is_usual) && !self.path.contains("..");
        let leads_to_root = || {
            let leaf = self.chain.first();
            let path = leaf.map(|leaf| self.path_of(leaf, self.root.as_ref()));
            let path = path.unwrap_or_default();
            path.len() > 1
                && path.last().is_some_and(|last| last.is_self_issued())
                && path.iter().all(|one| one.period().contains(self.now))
        };
        is_path_plain
            && self.chain.iter().all(is_plain)
            && (self.cause != Cause::Insecure || leads_to_root())
    }

    /// What curl says.
    pub(super) fn curl(&self) -> Option<Vec<String>> {
        let mut lines = vec![
            "* ALPN: offers http/1.1".to_owned(),
            format!("{OUT}handshake, Client hello (1):"),
        ];
        let server = |what: &str| format!("{IN}handshake, {what}:");
        let ends = |lines: &mut Vec<String>, alert: Option<String>, code: u8, why: &str| {
            lines.extend(alert);
            lines.push(format!("* {why}"));
            lines.push("* Closing connection 0".into());
            lines.push(format!("curl: ({code}) {why}"));
        };
        let tls = |code: &str, what: &str| format!("OpenSSL/3.0.19: error:{code}:{what}");
        if let Cause::NoSuite | Cause::NoGroup = self.cause {
            let alert = format!("{IN}alert, handshake failure (552):");
            let why = tls("0A000410", "SSL routines::sslv3 alert handshake failure");
            ends(&mut lines, Some(alert), 35, &why);
            return Some(lines);
        }
        lines.push(server("Server hello (2)"));
        if let Cause::Garbled | Cause::GarbledHello = self.cause {
            let alert = format!("{OUT}alert, bad record mac (532):");
            let why = tls(
                "0A000119",
                "SSL routines::decryption failed or bad record mac",
            );
            ends(&mut lines, Some(alert), 35, &why);
            return Some(lines);
        }
        lines.push(server("Encrypted Extensions (8)"));
        lines.push(server("Certificate (11)"));
        if let Some((_, why, alert)) = self.objection() {
            let why = format!("SSL certificate problem: {why}");
            ends(&mut lines, Some(format!("{OUT}alert, {alert}:")), 60, &why);
            return Some(lines);
        }
        lines.push(server("CERT verify (15)"));
        match self.cause {
            Cause::AnotherKey | Cause::AnotherKeyOfCurve => {
                let alert = format!("{OUT}alert, decrypt error (563):");
                let why = match self.cause {
                    // Which octet that is, is chance.
                    Cause::AnotherKey => tls("02000085", "rsa routines::first octet invalid"),
                    _ => tls("0A00007B", "SSL routines::bad signature"),
                };
                ends(&mut lines, Some(alert), 35, &why);
                return Some(lines);
            }
            Cause::Nothing | Cause::Insecure | Cause::OtherHost => {}
            _ => return None,
        }
        let leaf = self.chain.first()?;
        lines.extend([
            server("Finished (20)"),
            format!("{OUT}change cipher, Change cipher spec (1):"),
            format!("{OUT}handshake, Finished (20):"),
            format!("* SSL connection using TLSv1.3 / {}", self.suite?.name()),
            "* ALPN: server accepted http/1.1".into(),
            "* Server certificate:".into(),
            format!("*  subject: {}", named(leaf.subject_name(), "=", "; ")),
            format!("*  start date: {}", date(leaf.period().from)),
            format!("*  expire date: {}", date(leaf.period().to)),
        ]);
        let host = &self.host;
        if self.cause == Cause::OtherHost {
            lines.push(format!("*  subjectAltName does not match {host}"));
            let why = format!(
                "SSL: no alternative certificate subject name matches target host name '{host}'"
            );
            ends(&mut lines, None, 60, &why);
            lines.insert(lines.len() - 1, format!("{OUT}alert, close notify (256):"));
            return Some(lines);
        }
        let issuer = format!("*  issuer: {}", named(leaf.issuer_name(), "=", "; "));
        match self.insecure {
            true => {
                let result = "unable to get local issuer certificate (20), continuing anyway.";
                lines.extend([
                    issuer,
                    format!("*  SSL certificate verify result: {result}"),
                ]);
            }
            false => {
                lines.push(self.match_of(leaf)?);
                lines.extend([issuer, "*  SSL certificate verify ok.".into()]);
            }
        }
        lines.extend([
            "* using HTTP/1.1".into(),
            format!("> GET {} HTTP/1.1", self.path),
            format!("> Host: {host}"),
            "> User-Agent: curl/7.88.1".into(),
            "> Accept: */*".into(),
            "> ".into(),
            server("Newsession Ticket (4)"),
            server("Newsession Ticket (4)"),
            "* old SSL session ID is stale, removing".into(),
        ]);
        let (head, body) = self.response.split_once("\r\n\r\n")?;
        lines.extend(head.split("\r\n").map(|line| format!("< {line}")));
        lines.extend(["< ".into(), body.to_owned()]);
        lines.push(format!("* Connection #0 to host {host} left intact"));
        Some(lines)
    }

    /// What openssl says.
    pub(super) fn openssl(&self) -> Option<Vec<String>> {
        let (is_heard, has_chain) = match self.cause {
            Cause::NoSuite | Cause::NoGroup => (false, false),
            Cause::Garbled | Cause::GarbledHello => (true, false),
            Cause::Nothing | Cause::Insecure | Cause::OtherHost => (true, true),
            Cause::AnotherKey | Cause::AnotherKeyOfCurve => (true, true),
            _ => (true, self.objection().map(|_| true)?),
        };
        let mut lines = match has_chain {
            true => self.checked()?,
            false => Vec::new(),
        };
        lines.push("CONNECTED(00000003)".into());
        if has_chain {
            lines.push("Certificate chain".into());
            for (number, one) in self.chain.iter().enumerate() {
                let period = one.period();
                lines.extend([
                    format!(" {number} s:{}", named(one.subject_name(), " = ", ", ")),
                    format!("   i:{}", named(one.issuer_name(), " = ", ", ")),
                    format!(
                        "   v:NotBefore: {}; NotAfter: {}",
                        date(period.from),
                        date(period.to)
                    ),
                ]);
            }
        }
        let is_signed = !matches!(self.cause, Cause::OtherHost) && self.objection().is_none();
        if has_chain && is_signed {
            let [digest, kind] = match self.scheme {
                0x0804 => ["SHA256", "RSA-PSS"],
                0x0403 => ["SHA256", "ECDSA"],
                _ => return None,
            };
            lines.push(format!("Peer signing digest: {digest}"));
            lines.push(format!("Peer signature type: {kind}"));
        }
        if is_heard {
            let key = match self.group? {
                Group::X25519 => "X25519, 253 bits",
                Group::P256 => "ECDH, prime256v1, 256 bits",
                Group::X25519MlKem768 => return None,
            };
            lines.push(format!("Server Temp Key: {key}"));
            lines.push(format!("New, TLSv1.3, Cipher is {}", self.suite?.name()));
        } else {
            lines.push("New, (NONE), Cipher is (NONE)".into());
        }
        let result = match (self.cause, self.objection()) {
            (Cause::OtherHost, _) => {
                let (number, why) = self.mismatch();
                format!("{number} ({why})")
            }
            (_, Some((code, why, _))) => format!("{code} ({why})"),
            _ => "0 (ok)".to_owned(),
        };
        lines.push(format!("Verify return code: {result}"));
        Some(lines)
    }

    /// What openssl says while it checks the chain, from the root down.
    fn checked(&self) -> Option<Vec<String>> {
        let leaf = self.chain.first()?;
        let depth = |number: usize, one: &Certificate| {
            format!("depth={number} {}", named(one.subject_name(), " = ", ", "))
        };
        let error = |number: u8, why: &str| format!("verify error:num={number}:{why}");
        let root = self.root.as_ref();
        let path = self.path_of(leaf, root.filter(|_| self.cause != Cause::UnknownIssuer));
        if self.cause == Cause::OtherHost {
            let (number, why) = self.mismatch();
            return Some(vec![depth(0, leaf), error(number, why)]);
        }
        let objection = self.objection();
        if let Some((number @ (18 | 20 | 26), why, _)) = objection {
            // Where the path ends; what is no server's is found at its own place.
            let last = if number == 26 {
                0
            } else {
                path.len().checked_sub(1)?
            };
            return Some(vec![depth(last, path.get(last)?), error(number, why)]);
        }
        let mut lines = Vec::new();
        for (number, one) in path.into_iter().enumerate().rev() {
            lines.push(depth(number, one));
            let period = one.period();
            match objection {
                Some((code, why, _)) if !period.contains(self.now) => {
                    lines.push(error(code, why));
                    lines.push(match self.now > period.to {
                        true => format!("notAfter={}", date(period.to)),
                        false => format!("notBefore={}", date(period.from)),
                    });
                    return Some(lines);
                }
                _ => lines.push("verify return:1".into()),
            }
        }
        Some(lines)
    }

    /// The certificates from a server's up to the last that is at hand.
    fn path_of<'a>(
        &'a self,
        leaf: &'a Certificate,
        root: Option<&'a Certificate>,
    ) -> Vec<&'a Certificate> {
        let mut path = vec![leaf];
        while let Some(last) = path.last().filter(|last| !last.is_self_issued()) {
            let mut above = self.chain.iter().chain(root);
            match above.find(|one| one.subject_name() == last.issuer_name()) {
                Some(one) if path.len() <= self.chain.len() => path.push(one),
                _ => break,
            }
        }
        path
    }

    /// What speaks against the chain: its number and its words in openssl, and the alert
    /// in the words of curl.
    fn objection(&self) -> Option<(u8, &'static str, &'static str)> {
        Some(match self.cause {
            Cause::UnknownIssuer | Cause::MissingIntermediate => (
                20,
                "unable to get local issuer certificate",
                "unknown CA (560)",
            ),
            Cause::SelfSigned => (18, "self-signed certificate", "unknown CA (560)"),
            Cause::Ended | Cause::AllEnded => {
                (10, "certificate has expired", "certificate expired (557)")
            }
            Cause::NotYetValid | Cause::NoneYetValid => {
                (9, "certificate is not yet valid", "bad certificate (554)")
            }
            Cause::WrongOrder | Cause::WrongOrderOfKinds => (
                26,
                "unsuitable certificate purpose",
                "unsupported certificate (555)",
            ),
            _ => return None,
        })
    }

    /// What openssl says of a certificate for other hosts.
    fn mismatch(&self) -> (u8, &'static str) {
        match self.host.parse::<std::net::IpAddr>() {
            Ok(_) => (64, "IP address mismatch"),
            Err(_) => (62, "hostname mismatch"),
        }
    }

    /// How curl says which name matched.
    fn match_of(&self, leaf: &Certificate) -> Option<String> {
        let asked = Host::parse_asked(&self.host).ok()?;
        let host = &self.host;
        if matches!(asked, Host::Ip(_)) {
            let matched = "matched cert's IP address!";
            return Some(format!("*  subjectAltName: host \"{host}\" {matched}"));
        }
        let names = leaf.extensions().names().ok()?;
        let matched = names.hosts.iter().find(|name| name.covers(&asked))?;
        Some(format!(
            "*  subjectAltName: host \"{host}\" matched cert's \"{matched}\""
        ))
    }
}

/// Whether the tools write the names of a certificate as they are.
fn is_plain(certificate: &Certificate) -> bool {
    let special = |c: char| !(c.is_ascii_graphic() || c == ' ') || "\",+;<>\\=#".contains(c);
    let is_plain = |name: &Name| {
        name.iter()
            .all(|part| !name::text_of(&part.value).contains(special))
    };
    is_plain(certificate.subject_name()) && is_plain(certificate.issuer_name())
}

/// The suite of a ServerHello, which stands behind its random bytes and a session.
fn suite(hello: &[u8]) -> Option<Suite> {
    let session = hello.get(MESSAGE_HEADER + 34..)?;
    let (length, rest) = session.split_first()?;
    let number = rest.get(usize::from(*length)..)?.first_chunk()?;
    Suite::numbered(u16::from_be_bytes(*number))
}

/// A name as the tools write it, with these between its parts.
fn named(name: &Name, equals: &str, and: &str) -> String {
    let parts = name::describe(name);
    let parts: Vec<String> = parts
        .split(", ")
        .map(|part| part.replacen('=', equals, 1))
        .collect();
    parts.join(and)
}

/// A time as openssl writes it: `Nov  3 19:18:52 2026 GMT`.
fn date(seconds: u64) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let shown = validity::show(seconds);
    let mut parts = shown.split([' ', '-']);
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day, clock) = (next(), next(), next(), next());
    let month = month
        .parse::<usize>()
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let day = day.trim_start_matches('0');
    format!("{} {day:>2} {clock} {year} GMT", month.unwrap_or(&""))
}
