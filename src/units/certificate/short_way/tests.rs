#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::units::{EXPORT, Tool};

/// What comes out of a way, with this name and at this host.
fn made(way: &str, name: &str) -> Output {
    let inputs = Inputs {
        now: 1_795_435_200,
        ..Inputs::defaults(&ABOUT).with("way", way).with("cn", name)
    };
    crate::units::run(ABOUT.id, &inputs, &mut Default::default()).unwrap()
}

/// Everything that is said around the result.
fn said(output: &Output) -> String {
    let rows = output.comparisons.iter().flat_map(|table| &table.rows);
    let rows = rows.map(|row| format!("{} {} {}\n", row.left, row.right, row.note));
    format!("{}\n{}", output.notice, rows.collect::<String>())
}

#[test]
fn each_way_is_told_what_is_true_of_it() {
    let missing = "a name that a browser takes";
    for (way, notice, again) in [
        ("adhoc", missing, "at every start, so one learns"),
        ("req", missing, "when this one has ended"),
        (
            "addext",
            "the name stands where browsers look",
            "when this one has ended",
        ),
    ] {
        let said = said(&made(way, "localhost"));
        assert!(said.contains(notice), "{way}: {said}");
        assert!(said.contains(again), "{way}: {said}");
        assert_eq!(said.contains("adhoc makes"), way == "adhoc", "{said}");
        let unlocked = format!("{}: left out", EXPORT.title);
        assert_eq!(said.contains(&unlocked), way != "adhoc", "{said}");
    }
}

#[test]
fn recipes_have_the_files_and_the_host_of_the_way() {
    for (name, url) in [
        ("localhost", "https://localhost:5000/"),
        ("*.example.org", "https://www.example.org:5000/"),
        ("::1", "https://[::1]:5000/"),
    ] {
        let output = made("addext", name);
        let (itself, rest) = output.recipes.split_first().unwrap();
        assert_eq!(itself.title, "The short way itself");
        let code: String = rest.iter().map(|recipe| recipe.code.as_str()).collect();
        for file in [
            "root.pem",
            "server.pem",
            "server-chain.pem",
            "server-key.pem",
        ] {
            assert!(!code.contains(file), "{code}");
        }
        assert!(code.contains("cert.pem") && code.contains("key.pem"));
        assert!(code.contains(url), "{code}");
        assert!(rest.iter().all(|recipe| !recipe.title.contains("root")));
        assert!(code.contains("forget it when the lesson is over"));
    }
    // A common name may be anything.
    let output = made("req", "My own server");
    let code: String = output.recipes.iter().map(|it| it.code.as_str()).collect();
    assert!(code.contains("curl --cacert cert.pem https://localhost:5000/"));
    // What adhoc makes is in no file that could be served or trusted.
    let output = made("adhoc", "localhost");
    let tools: Vec<Tool> = output.recipes.iter().map(|recipe| recipe.tool).collect();
    assert_eq!(tools, [Tool::Flask, Tool::Curl]);
}
