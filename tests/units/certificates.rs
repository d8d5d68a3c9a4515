//! The units about certificates: what they make, what they refuse, and what
//! they say about it.

use crate::support::pki::{NOW, Story, inputs, pem, run, thing};
use padlock::engine::diagnosis::Cause;
use padlock::engine::pki::read::Certificate;
use padlock::units::{self, Inputs, Output, Randomness};
use std::sync::LazyLock;

static STORY: LazyLock<Story> = LazyLock::new(Story::new);

#[test]
fn the_story_holds_together() {
    let story = &*STORY;
    assert_eq!(story.root.good, Some(true), "{}", story.root.headline);
    assert_eq!(story.request.good, Some(true), "{}", story.request.headline);
    assert_eq!(story.issued.good, Some(true), "{}", story.issued.headline);
    assert!(story.issued.drafts[0].demonstration);
    assert_ne!(story.root.drafts[0].bytes, story.request.drafts[0].bytes);
    let checked = run("check-certificate", &story.check_inputs()).unwrap();
    assert_eq!(checked.good, Some(true), "{}", checked.headline);
    for host in ["127.0.0.1", "LOCALHOST.", "https://localhost:8443/x?y"] {
        let checked = run(
            "check-certificate",
            &story.check_inputs().with("host", host),
        )
        .unwrap();
        assert_eq!(checked.good, Some(true), "{}", checked.headline);
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let again = run("issue", &STORY.issue_inputs()).unwrap();
    assert_eq!(again.drafts, STORY.issued.drafts);
    let other = Inputs {
        randomness: Randomness::Fresh([1; 32]),
        ..STORY.issue_inputs()
    };
    let other = run("issue", &other).unwrap();
    assert_ne!(other.drafts[0].bytes, STORY.issued.drafts[0].bytes);
    // The keys that went in come from a lesson.
    assert!(other.drafts[0].demonstration);
}

#[test]
fn every_break_breaks_or_tells() {
    let story = &*STORY;
    for unit in ["ca-root", "server-request", "issue", "check-certificate"] {
        let usual = match unit {
            "issue" => story.issue_inputs(),
            "check-certificate" => story.check_inputs(),
            _ => inputs(unit),
        };
        for case in units::find(unit).unwrap().breaks {
            let mut broken = usual.clone();
            for (id, value) in case.sets {
                assert!(units::find(unit).unwrap().input(id).is_some());
                broken = broken.with(id, *value);
            }
            let outcome = run(unit, &broken);
            let fine = matches!(&outcome, Ok(output) if output.good == Some(true));
            let telling = ["Ask to become a CA", "Ask for a hundred years"];
            assert_eq!(
                fine,
                telling.contains(&case.label),
                "{unit}: {}",
                case.label
            );
        }
    }
}

#[test]
fn a_request_never_makes_a_ca() {
    let request = run(
        "server-request",
        &inputs("server-request").with("ask-ca", "yes"),
    )
    .unwrap();
    let issue = STORY
        .issue_inputs()
        .with_thing("request", thing(&request.drafts[1]));
    let output = run("issue", &issue).unwrap();
    let row = output.comparisons[0]
        .rows
        .iter()
        .find(|row| row.name == "basicConstraints")
        .unwrap();
    assert_eq!((&*row.left, &*row.right), ("CA:TRUE", "CA:FALSE"));
    assert!(row.note.starts_with("Refused."));
}

#[test]
fn what_is_not_granted_is_not_there() {
    let output = run(
        "issue",
        &STORY
            .issue_inputs()
            .with("grant-names", "listed")
            .with("listed", "localhost"),
    )
    .unwrap();
    assert!(
        output.headline.contains("DNS:localhost,"),
        "{}",
        output.headline
    );
    assert!(!output.headline.contains("127.0.0.1"));
    let none = STORY
        .issue_inputs()
        .with("grant-names", "listed")
        .with("listed", "example.org");
    let refused = run("issue", &none).unwrap();
    assert_eq!((refused.good, refused.drafts.len()), (Some(false), 0));
    assert_eq!(refused.comparisons.len(), 1, "the table stays");
}

#[test]
fn the_end_is_cut() {
    let cut = |days: &str, most: &str, from: &str| {
        let inputs = STORY
            .issue_inputs()
            .with("days", days)
            .with("most-days", most)
            .with("from", from);
        run("issue", &inputs).map(|output| {
            let row = output.comparisons[0]
                .rows
                .iter()
                .find(|row| row.name == "validity");
            row.unwrap().note.to_string()
        })
    };
    assert_eq!(cut("825", "825", "").unwrap(), "As wanted.");
    assert_eq!(
        cut("826", "825", "").unwrap(),
        "Cut to the 825 days that this CA allows."
    );
    assert!(
        cut("36500", "36500", "")
            .unwrap()
            .starts_with("Cut to the end of the issuer")
    );
    assert_eq!(cut("1", "1", "2000-01-01").unwrap_err().input, "from");
    assert_eq!(cut("1", "1", "2040-01-01").unwrap_err().input, "from");
}

#[test]
fn diagnoses_name_the_field() {
    let story = &*STORY;
    for (unit, field, value, at) in [
        ("ca-root", "c", "DEU", "c"),
        ("ca-root", "email", "nobody", "email"),
        ("ca-root", "days", "0", "days"),
        ("ca-root", "days", "ten", "days"),
        ("ca-root", "from", "tomorrow", "from"),
        ("ca-root", "from", "2026-02-30", "from"),
        ("ca-root", "path-length", "999", "path-length"),
        ("server-request", "names", "", "names"),
        ("server-request", "names", "localhost\nmy host", "names"),
        ("check-certificate", "host", "https://localhost:x/", "host"),
        ("check-certificate", "time", "noon", "time"),
    ] {
        let usual = match unit {
            "check-certificate" => story.check_inputs(),
            _ => inputs(unit),
        };
        let diagnosis = run(unit, &usual.with(field, value)).unwrap_err();
        assert_eq!(diagnosis.input, at, "{unit} {field}: {diagnosis}");
        assert_eq!(diagnosis.cause, Cause::Input);
    }
    // The key of the server does not belong to the root: both are named.
    let foreign = story
        .issue_inputs()
        .with_thing("issuer-key", thing(&story.request.drafts[0]));
    let diagnosis = run("issue", &foreign).unwrap_err();
    assert_eq!(diagnosis.input, "issuer-key");
    assert_eq!(diagnosis.to_string().matches("key identifier").count(), 2);
    // A server's certificate cannot issue.
    let leaf = story
        .issue_inputs()
        .with_thing("issuer", thing(&story.issued.drafts[0]))
        .with_thing("issuer-key", thing(&story.request.drafts[0]));
    let diagnosis = run("issue", &leaf).unwrap_err();
    assert!(diagnosis.to_string().contains("CA:FALSE"), "{diagnosis}");
    // Things of the wrong kind and bytes that are cut off.
    let mut short = thing(&story.root.drafts[1]);
    let half = short.bytes.len() / 2;
    short.bytes = short.bytes[..half].to_vec().into();
    let diagnosis = run("issue", &story.issue_inputs().with_thing("issuer", short)).unwrap_err();
    assert_eq!(diagnosis.input, "issuer");
    let wrong = story
        .issue_inputs()
        .with_thing("issuer-key", thing(&story.root.drafts[1]));
    assert_eq!(run("issue", &wrong).unwrap_err().input, "issuer-key");
}

#[test]
fn a_key_from_the_desk_is_used() {
    let key = thing(&STORY.request.drafts[0]);
    let root = run(
        "ca-root",
        &inputs("ca-root")
            .with("key-from", "desk")
            .with_thing("key", key.clone()),
    )
    .unwrap();
    assert_eq!(root.drafts[0].bytes, key.bytes);
    let missing = run("ca-root", &inputs("ca-root").with("key-from", "desk")).unwrap_err();
    assert_eq!(missing.input, "key");
}

#[test]
fn time_is_what_the_inputs_say() {
    assert!(
        STORY.root.headline.contains("2036-11-20 11:59:59 UTC"),
        "{}",
        STORY.root.headline
    );
    let late = Inputs {
        now: NOW + 398 * 86_400,
        ..STORY.check_inputs()
    };
    let output = run("check-certificate", &late).unwrap();
    assert_eq!(output.good, Some(false));
    assert!(
        output
            .headline
            .starts_with("Refused. CN=localhost: it ended at 2027-12-25 11:59:59 UTC"),
        "{}",
        output.headline
    );
}

#[test]
fn any_round_of_the_derivation_can_be_asked_for() {
    use padlock::engine::trace::{Recorder, Window};
    let inputs = inputs("desk-export")
        .with("passphrase", "x")
        .with("rounds", "5000")
        .with_thing("thing", thing(&STORY.root.drafts[0]));
    let output = run("desk-export", &inputs).unwrap();
    let (at, derive) = output
        .trace
        .steps
        .kept
        .iter()
        .enumerate()
        .find(|(_, step)| step.id == "derive")
        .unwrap();
    assert_eq!(derive.inside.total, 5000);
    let mut recorder = Recorder::window(Window {
        path: vec![u32::try_from(at).unwrap()],
        range: 4000..4010,
    });
    units::run("desk-export", &inputs, &mut recorder).unwrap();
    let rows = recorder.finish_window();
    assert_eq!((rows.first, rows.kept.len()), (4000, 10));
    assert_eq!(rows.kept[0].title, "Round 4001");
    for row in &rows.kept {
        assert!(row.equations.iter().all(|it| it.check() == Ok(true)));
    }
    let empty = run("desk-export", &inputs.with("passphrase", "")).unwrap_err();
    assert_eq!(empty.input, "passphrase");
}

#[test]
fn a_ca_in_between_signs_and_is_found() {
    let root = run("ca-root", &inputs("ca-root")).unwrap();
    let request = run("server-request", &inputs("server-request")).unwrap();
    let below = |unit: &str, made: &Output| {
        inputs(unit)
            .with_thing("issuer", (&made.drafts[1]).into())
            .with_thing("issuer-key", (&made.drafts[0]).into())
    };
    let between = run("intermediate", &below("intermediate", &root)).unwrap();
    assert_eq!(between.good, Some(true), "{}", between.headline);
    let server = below("issue", &between).with_thing("request", (&request.drafts[1]).into());
    let server = run("issue", &server).unwrap();
    assert_eq!(server.good, Some(true), "{}", server.headline);
    let files = server.files();
    assert!(files.iter().any(|(name, _)| name == "server-chain.pem"));
    let asked = inputs("check-certificate")
        .with_thing("certificate", (&server.drafts[0]).into())
        .with_thing("issuer", (&root.drafts[1]).into());
    let missing = run("check-certificate", &asked).unwrap();
    assert_eq!(missing.good, Some(false));
    let found = asked.with_thing(&Inputs::beside("between", 0), (&between.drafts[1]).into());
    let found = run("check-certificate", &found).unwrap();
    assert_eq!(found.good, Some(true), "{}", found.headline);
    // Under a root that allows none below it, it is told what follows.
    let strict = run("ca-root", &inputs("ca-root").with("path-length", "0")).unwrap();
    let refused = run("intermediate", &below("intermediate", &strict)).unwrap();
    assert_eq!(refused.good, None);
    assert!(
        refused.headline.contains("path length 1"),
        "{}",
        refused.headline
    );
}

#[test]
fn more_than_one_root_can_be_trusted() {
    let other = |name: &str| run("ca-root", &inputs("ca-root").with("cn", name)).unwrap();
    let (trusted, beside) = (other("Another root"), other("A third root"));
    let at_hand = [
        &STORY.root.drafts[1],
        &beside.drafts[1],
        &STORY.issued.drafts[0],
    ];
    let asked = STORY.check_inputs();
    let asked = asked.with_thing("issuer", thing(&trusted.drafts[1]));
    let asked = at_hand
        .into_iter()
        .enumerate()
        .fold(asked, |asked, (number, draft)| {
            asked.with_thing(&Inputs::beside("between", number), thing(draft))
        });
    let one = run("check-certificate", &asked).unwrap();
    assert_eq!(one.good, Some(false), "{}", one.headline);
    // What a link of before does not say is off.
    let mut before = asked.clone();
    before.values.remove("all-roots");
    assert_eq!(run("check-certificate", &before).unwrap(), one);
    let all = asked.with("all-roots", "yes");
    let found = run("check-certificate", &all).unwrap();
    assert_eq!(found.good, Some(true), "{}", found.headline);
    let root = Certificate::parse(&STORY.root.drafts[1].bytes).unwrap();
    let end = format!("whoever trusts {}", root.subject());
    assert!(found.headline.contains(&end), "{}", found.headline);
    // A certificate at hand that is no root does not vouch for itself, and
    // neither does a root that was pasted.
    let without = Inputs {
        things: all
            .things
            .into_iter()
            .filter(|(id, _)| id != "between#0000")
            .collect(),
        ..all
    };
    let pasted = without.clone().with("between", pem(&STORY.root.drafts[1]));
    for asked in [without, pasted] {
        let refused = run("check-certificate", &asked).unwrap();
        assert_eq!(refused.good, Some(false), "{}", refused.headline);
    }
}

#[test]
fn what_public_cas_may_grant_refuses_nothing() {
    let asked_of_public_cas = |days: &str, from: &str| {
        let signs = STORY.issue_inputs().with("days", days).with("from", from);
        let issued = run("issue", &signs).unwrap();
        let checks = STORY.check_inputs();
        let checks = checks.with_thing("certificate", thing(&issued.drafts[0]));
        let checked = run("check-certificate", &checks.with("time", from)).unwrap();
        assert_eq!(checked.good, Some(true), "{}", checked.headline);
        let mut tables = checked.comparisons.into_iter();
        let table = tables.find(|table| table.title == "Asked of public CAs only")?;
        Some(format!("{}, {}", table.rows[0].left, table.rows[0].right))
    };
    for (days, from, says) in [
        ("200", "2026-11-24", None),
        (
            "201",
            "2026-11-24",
            Some("at most 200 days since 2026-03-15, 201 days"),
        ),
        ("200", "2027-03-14", None),
        (
            "200",
            "2027-03-15",
            Some("at most 100 days since 2027-03-15, 200 days"),
        ),
        ("47", "2029-03-15", None),
        (
            "48",
            "2029-03-15",
            Some("at most 47 days since 2029-03-15, 48 days"),
        ),
    ] {
        assert_eq!(asked_of_public_cas(days, from).as_deref(), says);
    }
    // A root lives for years.
    let root = thing(&STORY.root.drafts[1]);
    let of_a_root = STORY
        .check_inputs()
        .with("host", "localhost")
        .with_thing("certificate", root);
    let tables = run("check-certificate", &of_a_root).unwrap().comparisons;
    assert!(
        tables
            .iter()
            .all(|table| table.title != "Asked of public CAs only")
    );
}
