//! How the exhibits of certificates begin.

use super::check_certificate::CertificateTampering;
use crate::engine::knowers::Knowers;
use crate::engine::picture::{Board, Card, Clock, Column, Fill, Form, Pass, Pin};
use crate::engine::pki::extensions::BasicConstraints;
use crate::engine::pki::host::{self, Host};
use crate::engine::pki::issue::Decision;
use crate::engine::pki::name::{self, Attribute, Subject};
use crate::engine::pki::read::{Certificate, Request};
use crate::engine::pki::validity::{Period, day};
use crate::engine::pki::verify::{Validation, short};
use crate::engine::text::Text;
use crate::engine::trace::Step;
use crate::units::opening::step;

fn common(subject: &Subject) -> String {
    let common = subject.part(Attribute::CommonName);
    common.unwrap_or("the CA").to_owned()
}

/// The certificate of a root, and the place where it is yet to be put.
pub(in crate::units) fn root(subject: &Subject, period: Period) -> Step {
    let name = common(subject);
    let card = Card::new(Form::SelfSigned, name)
        .key("public key", Knowers::EVERYBODY)
        .line("CA", "yes")
        .line("until", day(period.to))
        .line("signed by", "itself");
    let board = Board::new(
        "The certificate of a root: the key that signed it is its own. Beside it a trust store that is still empty.",
        vec![
            card.into(),
            Column::Way(vec![Pass::on("by hand")]),
            Card::new(Form::Empty, "Trust store")
                .line("", "not in it yet")
                .into(),
        ],
    );
    step(
        "It signs itself",
        "Nobody stands above a root: it is trusted once somebody says so.",
        board,
    )
    .source("RFC 5280", "3.2")
}

/// A server that keeps its secret and asks.
pub(in crate::units) fn request(hosts: &[Host]) -> Step {
    let server = Card::new(Form::Machine, "Server")
        .key("private key", Knowers::OWNER)
        .key("public key", Knowers::EVERYBODY);
    let paper = Card::new(Form::Paper, "Request")
        .line("for", host::brief(hosts))
        .key("public key", Knowers::EVERYBODY)
        .line("signed by", "this key");
    let board = Board::new(
        format!(
            "A server keeps its private key. A request goes to the CA, with {}, the public key and a signature by the private key.",
            host::describe(hosts)
        ),
        vec![
            server.into(),
            Column::Way(vec![Pass::on("sign").with(Knowers::OWNER)]),
            paper.into(),
            Column::Way(vec![Pass::on("send")]),
            Card::new(Form::Machine, "CA").into(),
        ],
    );
    step(
        "The secret stays, the rest is sent",
        "The private key never leaves the server; it only signs the request.",
        board,
    )
    .source("RFC 2986", "3")
}

/// A CA between a root and its servers.
pub(in crate::units) fn between(issuer: &Certificate, subject: &Subject) -> Step {
    let signs = |fits: &'static str| Column::Way(vec![Pass::on(fits).with(Knowers::OWNER)]);
    let card =
        |form: Form, title: String| Card::new(form, title).key("public key", Knowers::EVERYBODY);
    let board = Board::new(
        "Three certificates: the issuer signs that of the CA in between, which signs those of servers.",
        vec![
            card(
                if issuer.is_self_issued() {
                    Form::SelfSigned
                } else {
                    Form::Certificate
                },
                short(&issuer.subject()),
            )
            .line("CA", "yes")
            .line("key", "offline")
            .into(),
            signs("signs"),
            card(Form::Certificate, common(subject))
                .line("CA", "yes")
                .line("key", "in use")
                .into(),
            signs("signs"),
            card(Form::Certificate, "Servers".to_owned())
                .line("CA", "no")
                .into(),
        ],
    );
    step(
        "One in between",
        "The root’s key can stay locked away: the one in between does the daily work.",
        board,
    )
    .source("RFC 5280", "3.2")
}

/// A certificate that nobody else vouches for.
pub(in crate::units) fn alone(name: &str, period: Period) -> Step {
    let card = Card::new(Form::SelfSigned, name.to_owned())
        .key("public key", Knowers::EVERYBODY)
        .line("until", day(period.to))
        .line("signed by", "itself");
    let board = Board::new(
        "One certificate alone, signed with its own key. Nobody stands above it.",
        vec![
            Card::new(Form::Empty, "Nobody").into(),
            Column::Way(vec![Pass::on("vouches").holding(Some(false))]),
            card.into(),
        ],
    );
    step(
        "Nobody above it",
        "It says who it is, and nobody else does: a browser cannot tell it from a forgery.",
        board,
    )
    .source("RFC 5280", "3.2")
}

/// Three machines, and what goes from one to the other.
pub(in crate::units) fn machines(ca: &str, hosts: &[Host]) -> Step {
    let site = hosts.first().map(Host::to_string).unwrap_or_default();
    let board = Board::new(
        format!(
            "Three machines: a CA with the root key, a server with its own key, and a browser. The server asks, the CA signs, the server shows the chain to the browser, which trusts the root and shows {site} with a padlock."
        ),
        vec![
            Card::new(Form::Machine, ca.to_owned())
                .key("root-key.pem", Knowers::OWNER)
                .key("root.pem", Knowers::EVERYBODY)
                .into(),
            Column::Way(vec![Pass::back("request"), Pass::on("certificate")]),
            Card::new(Form::Machine, "Server")
                .key("server-key.pem", Knowers::OWNER)
                .key("server-chain.pem", Knowers::EVERYBODY)
                .into(),
            Column::Way(vec![Pass::on("chain")]),
            Card::new(Form::Machine, "Browser")
                .key("root.pem", Knowers::EVERYBODY)
                .line("", format!("https://{site}"))
                .into(),
        ],
    );
    step(
        "Three machines, five things",
        "Two keys stay where they are made; root, request and certificate travel.",
        board,
    )
    .source("RFC 5280", "3")
}

/// What a request becomes: what is copied, and what is decided.
pub(in crate::units) fn issue(request: &Request, issuer: &Certificate) -> Step {
    let asked = request.extensions().names().unwrap_or_default().hosts;
    let subject = short(&request.subject());
    // Its own signature is no part of what comes; the rest is the CA's.
    let paper = Card::new(Form::Paper, "Request")
        .line("for", subject)
        .line("names", host::brief(&asked))
        .key("public key", Knowers::EVERYBODY)
        .next("The CA")
        .line("", "its rules")
        .line("", "random bytes")
        .key("private key", Knowers::OWNER);
    let board = Board::new(
        "A request at the left and the CA under it, a certificate at the right. Copied from the request: the subject, the names and the key. Decided by the CA: how long it is valid, that it is no CA, and a serial number. Then it is signed.",
        vec![
            paper.into(),
            Column::Way(vec![
                Pass::on("copied"),
                Pass::on("copied"),
                Pass::on("copied"),
                Pass::on("decided"),
                Pass::on("decided"),
                Pass::on("drawn"),
                Pass::on("signs").with(Knowers::OWNER),
            ]),
            granted(
                &short(&request.subject()),
                "…",
                "…",
                "…",
                &short(&issuer.subject()),
            )
            .into(),
        ],
    );
    step(
        "Copied, decided, signed",
        "The CA copies what it believes, decides the rest itself, and signs all of it.",
        board,
    )
    .source("RFC 5280", "4.1")
}

fn granted(subject: &str, names: &str, until: &str, serial: &str, issuer: &str) -> Card {
    Card::new(Form::Certificate, "Certificate")
        .line("for", subject.to_owned())
        .line("names", names.to_owned())
        .key("public key", Knowers::EVERYBODY)
        .line("until", until.to_owned())
        .line("CA", "no")
        .line("serial", serial.to_owned())
        .line("by", issuer.to_owned())
}

/// Completes the picture where nothing is signed.
pub(in crate::units) fn refused(step: &mut Step) {
    step.amend_picture(|board: &mut Board| {
        let [first, way, last] = board.columns.as_mut_slice() else {
            return;
        };
        if let Column::Card(request) = first {
            let own = request.lines.iter().take_while(|line| !line.begins);
            request.lines = own.cloned().collect();
        }
        *way = Column::Way(vec![Pass::on("refused").holding(Some(false))]);
        *last = Card::new(Form::Empty, "Nothing signed").into();
        board.says =
            "A request at the left, and no certificate at the right: nothing is signed.".into();
    });
}

/// Completes the picture with what was decided.
pub(in crate::units) fn issued(
    step: &mut Step,
    decision: &Decision,
    certificate: &Certificate,
    (request, issuer): (&Request, &Certificate),
) {
    let serial: String = certificate
        .serial()
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let card = granted(
        &short(&name::describe(&decision.subject)),
        &host::brief(&decision.hosts),
        &day(decision.period.to),
        &format!("{serial}…"),
        &short(&issuer.subject()),
    );
    let asked = request.extensions().names().unwrap_or_default().hosts;
    let is_cut = |host: &&Host| !decision.hosts.contains(host);
    let cut = asked.iter().filter(is_cut).count();
    step.amend_picture(|board: &mut Board| {
        let [_, Column::Way(ways), last] = board.columns.as_mut_slice() else {
            return;
        };
        *last = card.into();
        if let Some(of_names) = ways.get_mut(1).filter(|_| cut > 0) {
            *of_names = Pass::on(format!("{cut} struck")).holding(Some(false));
        }
    });
}

/// A certificate that is to be judged, before anything is known.
pub(in crate::units) fn shown(certificate: &Certificate, host: &Host) -> Step {
    let board = Board::new(
        format!(
            "The certificate of {}, and the host {host} that is asked for.",
            short(&certificate.subject())
        ),
        vec![below(certificate).into()],
    );
    step(
        "The chain and its lock",
        "Each certificate is signed by the one before it; the lock closes where all checks hold.",
        board,
    )
    .source("RFC 5280", "6.1")
}

fn below(certificate: &Certificate) -> Card {
    let extensions = certificate.extensions();
    let ca = matches!(extensions.one::<BasicConstraints>(), Ok(Some(it)) if it.ca);
    let form = match certificate.is_self_issued() {
        true => Form::SelfSigned,
        false => Form::Certificate,
    };
    let names = extensions.names().unwrap_or_default().hosts;
    let card = Card::new(form, short(&certificate.subject())).key("public key", Knowers::EVERYBODY);
    let card = match (ca, names.as_slice()) {
        (true, _) => card.line("CA", "yes"),
        (false, []) => card.line("CA", "no"),
        (false, names) => card.line("names", host::brief(names)),
    };
    card.line("by", short(&certificate.issuer()))
}

/// Changing a bit of the signature, or leaving it as it was.
fn flip(tampered: CertificateTampering) -> Fill {
    let (change, says) = match tampered {
        CertificateTampering::Signature => (
            CertificateTampering::Nothing,
            "Leave the signature as it was",
        ),
        _ => (
            CertificateTampering::Signature,
            "Change one bit of the signature",
        ),
    };
    Fill {
        input: "tamper",
        value: change.value(),
        says,
    }
}

/// Completes the picture with the chain and the checks.
pub(in crate::units) fn judged(
    step: &mut Step,
    certificate: &Certificate,
    rest: (&[&Certificate], CertificateTampering, u64),
    validation: &Validation,
) {
    step.amend_picture(|board: &mut Board| judge(board, certificate, rest, validation));
}

fn judge(
    board: &mut Board,
    certificate: &Certificate,
    (others, tampered, now): (&[&Certificate], CertificateTampering, u64),
    validation: &Validation,
) {
    let mut columns: Vec<Column> = Vec::new();
    let mut spans: Vec<(Text, [u64; 2])> = Vec::new();
    for (place, subject) in validation.chain.iter().enumerate() {
        let found = match place {
            0 => Some(certificate),
            _ => others.iter().find(|one| one.subject() == *subject).copied(),
        };
        let card = found.map_or_else(|| Card::new(Form::Certificate, short(subject)), below);
        if let Some(period) = found.map(Certificate::period) {
            spans.insert(0, (short(subject).into(), [period.from, period.to]));
        }
        if place > 0 {
            let below = validation.chain.get(place - 1);
            let signature = validation.checks.iter().find(|check| {
                check.id == "signature"
                    && below.is_some_and(|below| check.about.contains(below.as_str()))
            });
            let holds = signature.and_then(|check| check.passed);
            let signs = Pass::on("signs").holding(holds);
            let signs = match place {
                1 => signs.filling(flip(tampered)),
                _ => signs,
            };
            columns.insert(0, Column::Way(vec![signs]));
        }
        columns.insert(0, card.into());
    }
    if validation.gap.is_some() {
        columns.insert(
            0,
            Column::Way(vec![Pass::on("vouches").holding(Some(false))]),
        );
        columns.insert(0, Card::new(Form::Empty, "Nobody trusted").into());
    }
    board.columns = columns;
    board.clock = Some(Clock {
        spans,
        now,
        input: "time",
    });
    let mut chain = validation.chain.iter().rev().map(|subject| short(subject));
    let first = chain.next().unwrap_or_default();
    let says = chain.fold(format!("From the top: {first}"), |says, next| {
        format!("{says}, which signs {next}")
    });
    let end = match validation.gap {
        Some(_) => " Nobody above it is trusted.",
        None => "",
    };
    board.says = format!("{says}.{end}").into();
    let counted = validation.checks.iter().filter(|check| !check.is_remark);
    board.pins = counted
        .map(|check| Pin {
            name: check.title.into(),
            holds: check.passed,
        })
        .collect();
}
