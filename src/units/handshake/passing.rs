//! The connection that ends in the padlock, in small: what passes between a browser
//! and a server, message by message, as one picture of the start. Without a run it
//! says what passes; with one, what passed.

use super::miniature::Miniature;
use crate::engine::ink::{Ink, plain};
use crate::engine::tls::connection::Check;
use crate::units::{self, About};

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The browser.
    Client,
    /// The server.
    Server,
}

/// A message that passes.
pub struct Leg {
    /// Who sends it.
    pub from: Side,
    /// What it means, as if it were spoken.
    pub spoken: &'static str,
    /// Its name in the standard.
    pub name: &'static str,
    /// Whether only the two can read it.
    pub sealed: bool,
    /// What it is called.
    pub title: &'static str,
    /// What it is for.
    pub says: &'static str,
    /// The page, the exhibit and the step that show it.
    leads_to: &'static str,
    /// The step of a connection that it is itself, where something else explains it.
    step: Option<&'static str>,
}

impl Leg {
    /// The exhibit that shows it.
    fn exhibit(&self) -> Option<&'static About> {
        let (_, at) = self.leads_to.split_once("?at=")?;
        units::find(at.split('&').next()?)
    }
}

/// The messages of TLS 1.3 (RFC 8446 §2), with what carries them and what they
/// are for.
pub const LEGS: [Leg; 7] = [
    Leg {
        from: Side::Client,
        spoken: "Are you there?",
        name: "TCP",
        sealed: false,
        title: "The connection",
        says: "The browser knocks, the server answers. Anybody on the way can read and change this.",
        leads_to: "handshake?at=http",
        step: None,
    },
    Leg {
        from: Side::Client,
        spoken: "My ciphers, and my half of a secret.",
        name: "ClientHello",
        sealed: false,
        title: "ClientHello",
        says: "The browser lists the ciphers that it speaks and sends its half of a key exchange.",
        leads_to: "handshake?at=https&step=record-0",
        step: None,
    },
    Leg {
        from: Side::Server,
        spoken: "This cipher, and my half.",
        name: "ServerHello",
        sealed: false,
        title: "ServerHello",
        says: "With the other’s half each computes the same secret. Who listened to both cannot.",
        leads_to: "handshake?at=https&step=shared",
        step: None,
    },
    Leg {
        from: Side::Server,
        spoken: "My name, and who vouches for it.",
        name: "Certificate",
        sealed: true,
        title: "The certificate",
        says: "The server’s name and its public key, signed by somebody whom the browser trusts.",
        leads_to: "certificate?at=check-certificate",
        step: Some("handshake?at=https&step=record-3-certificate"),
    },
    Leg {
        from: Side::Server,
        spoken: "And this proves that I have its key.",
        name: "CertificateVerify",
        sealed: true,
        title: "The signature",
        says: "Over all that was said so far, with the private key that belongs to the certificate.",
        leads_to: "rsa?at=rsa-sign",
        step: Some("handshake?at=https&step=record-3-certificateverify"),
    },
    Leg {
        from: Side::Client,
        spoken: "GET /",
        name: "HTTP",
        sealed: true,
        title: "The request",
        says: "Both said Finished, and heard the same. Now HTTP passes as always, but sealed.",
        leads_to: "handshake?at=https&step=record-6",
        step: None,
    },
    Leg {
        from: Side::Server,
        spoken: "200 OK, and the page",
        name: "HTTP",
        sealed: true,
        title: "The answer",
        says: "All checks held: the padlock closes. Who sent this is known, and only the two can read it.",
        leads_to: "handshake?at=https&step=record-8",
        step: None,
    },
];

/// What the picture begins with: the certificate. There something has passed,
/// something is still to come, and Padlock’s exhibits begin.
pub const BEGIN: usize = CERTIFICATE;

/// After it both sides have computed something: the secret.
pub(super) const SECRET: usize = 2;

/// With it the browser checks whom it speaks with, and with the next one, that the
/// server has its key.
pub const CERTIFICATE: usize = 3;
/// See [`CERTIFICATE`].
pub const SIGNATURE: usize = 4;

/// Where a message is in time, while another one is shown.
#[must_use]
pub fn when(leg: usize, at: usize) -> &'static str {
    match leg.cmp(&at) {
        std::cmp::Ordering::Less => "past",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "later",
    }
}

/// Writes the picture, as it passes in general or as a run had it. All of it is
/// there at any time: styles show what has passed, by `data-when`, and close the
/// padlock at the end of a run that was good.
pub fn put(run: Option<&Miniature>, ink: &mut Ink) {
    ink.put(format_args!(
        "<figure class=\"exchange\" aria-label=\"What passes between your browser and the server\""
    ));
    if let Some(run) = run {
        ink.put(format_args!(" data-good=\"{}\"", run.is_good));
    }
    let host = run.map_or_else(|| "localhost".to_owned(), |run| plain(&run.host));
    ink.put(format_args!("><p><b>Your browser</b><span class=\"bar\"><svg aria-hidden=\"true\" viewBox=\"0 0 16 17\"><path d=\"M5 9V5a3 3 0 0 1 6 0v4\"/><path d=\"M3 9h10v7H3z\"/></svg>https://{host}</span></p><p><b>The server</b><span>{host}:443</span></p><ol>"));
    for (number, leg) in LEGS.iter().enumerate() {
        let (when, name) = (when(number, BEGIN), leg.name);
        let from = match leg.from {
            Side::Client => "client",
            Side::Server => "server",
        };
        ink.put(format_args!(
            "<li data-from=\"{from}\" data-when=\"{when}\" data-sealed=\"{}\"",
            leg.sealed
        ));
        let passed = run.and_then(|run| run.legs.get(number));
        if passed.is_some_and(|passed| passed.is_gone) {
            ink.put(format_args!(" data-gone"));
        }
        let spoken = passed.and_then(|passed| passed.spoken.as_deref());
        let to = passed.and_then(|passed| passed.leads_to.as_deref());
        let (to, spoken) = (
            plain(to.or(leg.step).unwrap_or(leg.leads_to)),
            plain(spoken.unwrap_or(leg.spoken)),
        );
        ink.put(format_args!("><a href=\"#/{to}\">{spoken}</a><small>"));
        match passed.and_then(|passed| passed.fate.as_deref()) {
            Some(fate) => ink.put(format_args!("<b>✗ {}</b>", plain(fate))),
            None => {
                let sealed = if leg.sealed { ", sealed" } else { "" };
                let details = passed.map_or("", |passed| &passed.details);
                ink.put(format_args!("{name}{sealed}{details}"));
            }
        }
        ink.put(format_args!("</small>"));
        match number {
            SECRET => {
                for _ in 0..2 {
                    match run.and_then(|run| run.secret.as_ref()) {
                        Some(secret) => ink.put(format_args!("<em>◆ secret {secret}</em>")),
                        None => ink.put(format_args!("<em>◆ shared secret</em>")),
                    }
                }
            }
            CERTIFICATE => {
                ink.put(format_args!("<p class=\"looks\">it checks"));
                for check in Check::ALL {
                    ink.put(format_args!(" <i"));
                    if let Some(holds) = run.and_then(|run| run.holds(check)) {
                        ink.put(format_args!(" data-holds=\"{holds}\""));
                    }
                    ink.put(format_args!(">{}</i>", check.name()));
                }
                ink.put(format_args!("</p>"));
            }
            _ => {}
        }
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ol></figure>"));
}

/// Writes the sentence about a message, with the way to its exhibit; where the padlock
/// stays open, that too.
pub fn put_sentence(at: usize, is_open: bool, ink: &mut Ink) {
    let Some(leg) = LEGS.get(at) else {
        return;
    };
    let title = leg.title;
    let says = match is_open && at > SIGNATURE {
        true => "Not all checks held: the padlock stays open.",
        false => leg.says,
    };
    ink.put(format_args!("<strong>{title}.</strong> {says} "));
    if let Some(about) = leg.exhibit() {
        let (to, exhibit) = (plain(leg.leads_to), about.title);
        ink.put(format_args!("<a href=\"#/{to}\">{exhibit}</a>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn() -> String {
        let mut ink = Ink::default();
        put(None, &mut ink);
        ink.into_markup()
    }

    fn said_open(at: usize) -> String {
        let mut ink = Ink::default();
        put_sentence(at, true, &mut ink);
        ink.into_markup()
    }

    #[test]
    fn each_link_leads_to_an_exhibit_on_its_page() {
        for leg in &LEGS {
            let about = leg.exhibit();
            let place = about.map(|about| format!("{}?at={}", about.page.route(), about.id));
            let exhibit = leg.leads_to.split('&').next();
            assert_eq!(place.as_deref(), exhibit, "{}", leg.title);
        }
    }

    #[test]
    fn all_messages_are_there_and_nothing_holds_without_a_run() {
        let drawn = drawn();
        let count = |what: &str| drawn.matches(&format!("data-when=\"{what}\"")).count();
        assert_eq!((count("past"), count("now")), (BEGIN, 1));
        assert_eq!(count("later"), LEGS.len() - BEGIN - 1);
        for leg in &LEGS {
            assert!(drawn.contains(leg.spoken), "{}", leg.spoken);
        }
        assert!(!drawn.contains("data-good") && !drawn.contains("data-holds"));
    }

    #[test]
    fn each_sentence_leads_to_its_exhibit() {
        for (at, leg) in LEGS.iter().enumerate() {
            let mut ink = Ink::default();
            put_sentence(at, false, &mut ink);
            let sentence = ink.into_markup();
            assert!(sentence.contains(leg.says) && sentence.contains("<a href"));
            assert!(at <= SIGNATURE || !said_open(at).contains(leg.says));
        }
    }

    #[test]
    fn everything_after_the_secret_is_sealed() {
        for (number, leg) in LEGS.iter().enumerate() {
            assert_eq!(leg.sealed, number > SECRET, "{}", leg.title);
        }
    }

    #[test]
    fn sentences_are_short() {
        for leg in &LEGS {
            let length = leg.says.chars().count();
            assert!(length <= 90, "{length} characters: {}", leg.says);
        }
    }
}
