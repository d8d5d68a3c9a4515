//! Connections that go wrong: what is said of each, and which end sends which alert.

use crate::support::pki::{Story, inputs, thing};
use padlock::engine::knowers::Actor;
use padlock::engine::picture::Exchange;
use padlock::engine::trace::{Recorder, Trace, Verdict};
use padlock::units::{self, Inputs, Output};
use std::sync::LazyLock;

static STORY: LazyLock<Story> = LazyLock::new(Story::new);

/// A connection with the server of the story.
fn usual() -> Inputs {
    inputs("https")
        .with_thing("certificate", thing(&STORY.issued.drafts[0]))
        .with_thing("key", thing(&STORY.request.drafts[0]))
        .with_thing("root", thing(&STORY.root.drafts[1]))
}

fn run(inputs: &Inputs) -> (Output, Trace) {
    let mut recorder = Recorder::new(u32::MAX);
    let output = units::run("https", inputs, &mut recorder).unwrap();
    (output, recorder.finish())
}

/// Whom a connection breaks for, and how it is said.
struct Expected {
    label: &'static str,
    /// Who sends an alert, and its name.
    alert: Option<(Actor, &'static str)>,
    headline: &'static str,
    /// The check of the certificate that fails; empty where none does.
    check: &'static str,
}

const fn case(
    label: &'static str,
    alert: Option<(Actor, &'static str)>,
    headline: &'static str,
    check: &'static str,
) -> Expected {
    Expected {
        label,
        alert,
        headline,
        check,
    }
}

const CLIENT: Actor = Actor::Client;
const SERVER: Actor = Actor::Server;

#[rustfmt::skip]
const BREAKS: [Expected; 16] = [
    case("Ask for another host", Some((CLIENT, "bad_certificate")), "The client refuses the certificate.", "The certificate names the host"),
    case("Set the clock to 2050", Some((CLIENT, "certificate_expired")), "The client refuses the certificate.", "The certificate is valid now"),
    case("Trust nobody", Some((CLIENT, "unknown_ca")), "The client refuses the certificate.", "A path leads to one that is trusted"),
    case("Check nothing", None, "Sealed, but with whom?", "Is it the right one?"),
    case("Serve a certificate that was copied", Some((CLIENT, "decrypt_error")), "not by the key of the certificate", "Does the signature hold?"),
    case("Leave out the CA in between", Some((CLIENT, "unknown_ca")), "The client refuses the certificate.", "A path leads to one that is trusted"),
    case("Send the chain in the wrong order", Some((CLIENT, "certificate_unknown")), "is of a CA, and is taken for the server’s", "The certificate is for a server"),
    case("Pose as the server", Some((CLIENT, "unknown_ca")), "The client refuses the certificate.", "A path leads to one that is trusted"),
    case("Trust the CA of who poses", None, "somebody else is behind it", "Is it the right one?"),
    case("Speak another protocol", Some((SERVER, "no_application_protocol")), "The two share no protocol", ""),
    case("Have no suite in common", Some((SERVER, "handshake_failure")), "no suite in common", ""),
    case("Have no group in common", Some((SERVER, "handshake_failure")), "no group in common", ""),
    case("Flip a bit on the wire", Some((CLIENT, "bad_record_mac")), "The client gives up. A record could not be opened", ""),
    case("Send a record twice", Some((SERVER, "bad_record_mac")), "The server gives up. A record could not be opened", ""),
    case("Hold a record back", Some((CLIENT, "bad_record_mac")), "The client gives up. A record could not be opened", ""),
    case("Drop a record", None, "Nothing more comes", ""),
];

#[test]
fn each_way_to_break_a_connection_has_its_alert_and_its_words() {
    let (output, _) = run(&usual());
    assert_eq!(output.good, Some(true), "{}", output.headline);
    let breaks = units::find("https").unwrap().breaks;
    let labels: Vec<_> = breaks.iter().map(|one| one.label).collect();
    assert_eq!(labels, BREAKS.map(|one| one.label));
    for (one, expected) in breaks.iter().zip(BREAKS) {
        let sets = one.sets.iter();
        let broken = sets.fold(usual(), |inputs, (id, value)| inputs.with(id, *value));
        let (output, trace) = run(&broken);
        let label = one.label;
        assert_eq!(output.good, Some(false), "{label}");
        let headline = &output.headline;
        assert!(headline.contains(expected.headline), "{label}: {headline}");
        let steps = trace.all();
        let mut alerts = steps.iter().filter_map(|step| {
            let name = step.title.strip_prefix("Alert: ")?;
            Some((step.actor?, name.to_owned()))
        });
        let alert = alerts.find(|(_, name)| name != "close_notify");
        let wanted = expected.alert.map(|(by, name)| (by, name.to_owned()));
        assert_eq!(alert, wanted, "{label}: {headline}");
        let failed = steps
            .iter()
            .filter(|step| step.verdict == Some(Verdict::Failed));
        let failed: Vec<_> = failed.map(|step| &*step.title).collect();
        assert!(
            expected.check.is_empty() || failed.contains(&expected.check),
            "{label}: {failed:?}"
        );
    }
}

#[test]
fn who_poses_is_the_one_in_the_middle_and_the_server_sees_nothing() {
    let posed = usual().with("shows", "rogue-trusted");
    let columns = |trace: &Trace| {
        let opening = trace.steps.kept[0].picture.clone().unwrap();
        let exchange = opening.downcast::<Exchange>().unwrap();
        let turns = exchange.turns.iter();
        turns.map(|turn| turn.columns[1]).max()
    };
    let (_, trace) = run(&usual());
    assert_eq!(columns(&trace), Some(2));
    let (_, trace) = run(&posed);
    assert_eq!(columns(&trace), Some(1));
    // Who poses reads what the client asks, and sends a certificate that it made.
    let titles = |eyes: &str| {
        let (output, trace) = run(&posed.clone().with("seen", eyes));
        let titles: Vec<String> = (trace.steps.kept.iter())
            .map(|step| step.title.to_string())
            .collect();
        (output, titles)
    };
    let (_, seen) = titles("eavesdropper");
    assert!(
        seen.iter().any(|title| title == "GET / HTTP/1.1"),
        "{seen:?}"
    );
    let (output, seen) = titles("server");
    assert_eq!(seen, ["A connection that the server does not see"]);
    assert_eq!((output.good, output.results.len()), (None, 0));
}

#[test]
fn both_switches_stand_in_the_command_line() {
    for (trust, checking, switches) in [
        ("root", "checks", [true, false]),
        ("nobody", "checks", [false, false]),
        ("root", "insecure", [true, true]),
        ("nobody", "insecure", [false, true]),
    ] {
        let (output, _) = run(&usual().with("trust", trust).with("checking", checking));
        let curl = &output.recipes[0].code;
        let found = ["--cacert root.pem", "--insecure"].map(|switch| curl.contains(switch));
        assert_eq!(found, switches, "{curl}");
        let good = (trust, checking) == ("root", "checks");
        assert_eq!(output.good, Some(good), "{trust} {checking}");
    }
}

#[test]
fn a_server_needs_the_key_of_its_certificate() {
    let other = usual().with_thing("key", thing(&STORY.root.drafts[0]));
    let mut recorder = Recorder::new(u32::MAX);
    let diagnosis = units::run("https", &other, &mut recorder).unwrap_err();
    assert_eq!(diagnosis.input, "key");
    let says = diagnosis.to_string();
    assert!(
        says.contains("the private key of the server's certificate"),
        "{says}"
    );
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    for (field, value, words) in [
        ("host", "no such host", "host"),
        ("host", "localhost:8443", "a host without a port"),
        ("time", "tomorrow", "YYYY-MM-DD"),
        ("path", "two words", "a path that begins with /"),
        ("between", "-----BEGIN CERTIFICATE-----", "END"),
        ("between", "a friend", "certificates in PEM"),
    ] {
        let mut recorder = Recorder::new(u32::MAX);
        let diagnosis = units::run("https", &usual().with(field, value), &mut recorder);
        let diagnosis = diagnosis.unwrap_err();
        assert_eq!(diagnosis.input, field, "{value}");
        let says = diagnosis.to_string();
        assert!(says.contains(words), "{field}: {says}");
    }
}

#[test]
fn who_listens_is_told_nothing_that_the_ends_know() {
    let (output, trace) = run(&usual().with("seen", "eavesdropper"));
    assert!(
        output.headline.starts_with("Who listens counts"),
        "{}",
        output.headline
    );
    assert!(output.recipes.is_empty() && output.comparisons.is_empty());
    assert!(output.agreements.is_empty() && output.good.is_none());
    let names: Vec<_> = output.results.iter().map(|value| &*value.symbol).collect();
    assert_eq!(names, ["connection.pcapng", "connection.pcap"]);
    let pictures = trace
        .all()
        .iter()
        .filter_map(|step| step.picture.as_ref())
        .count();
    assert!(pictures > 5);
    for step in trace.all() {
        let drawn = step
            .picture
            .as_ref()
            .map(|one| one.says() + &one.draw(None).into_markup());
        let drawn = drawn.unwrap_or_default();
        assert!(
            !drawn.contains("Padlock demo root") && !drawn.contains("trusts"),
            "{drawn}"
        );
    }
}
