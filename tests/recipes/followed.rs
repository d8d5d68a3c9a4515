//! The recipes of the units work when followed as they stand.

use crate::support::pki::{Folder, PASSPHRASE, encrypted, inputs, made, run, wall_clock};
use crate::support::{judges, pki};
use padlock::units::{Inputs, Output, Tool};
use std::process::Command;

/// Runs the recipes of one tool in order, as a person would.
fn follow(folder: &Folder, output: &Output, tool: Tool) -> bool {
    for recipe in output.recipes.iter().filter(|recipe| recipe.tool == tool) {
        let judge = match tool {
            Tool::Openssl => judges::openssl(),
            _ => judges::python(),
        };
        if judge.is_none() {
            return false;
        }
        match tool {
            Tool::Openssl => {
                let shell = format!("set -e\n{}", recipe.code);
                folder.run(Command::new("sh").args(["-c", &shell]));
            }
            _ => {
                folder.run(judge.unwrap().args(["-c", &recipe.code]));
            }
        }
    }
    true
}

/// Follows the recipes of all units with files of that tool's own making, and
/// reads every file that comes of it.
fn follow_all(tool: Tool, name: &str) {
    let now = wall_clock();
    let folder = Folder::new(name);
    let at = |unit: &str| Inputs {
        now,
        ..inputs(unit)
    };
    let subject = |inputs: Inputs| {
        inputs
            .with("c", "DE")
            .with("o", "Größe & Söhne's \"Kartoffeln\"/\\")
            .with("email", "ca@example.org")
    };
    let root = run("ca-root", &subject(at("ca-root"))).unwrap();
    let request = run(
        "server-request",
        &subject(at("server-request")).with("names", "localhost\n*.example.org\n127.0.0.1\n::1"),
    )
    .unwrap();
    let issue = |root, request, key| {
        at("issue")
            .with_thing("issuer", root)
            .with_thing("request", request)
            .with_thing("issuer-key", key)
    };
    let ours = run(
        "issue",
        &issue(
            pki::thing(&root.drafts[1]),
            pki::thing(&request.drafts[1]),
            pki::thing(&root.drafts[0]),
        ),
    )
    .unwrap();
    for output in [&root, &request, &ours] {
        if !follow(&folder, output, tool) {
            return;
        }
    }
    // Same answers, same names: what they made has the subjects that we made.
    let theirs = folder.thing("root.pem");
    let subject_of = |der: &[u8]| {
        padlock::engine::pki::read::Certificate::parse(der)
            .unwrap()
            .subject()
    };
    assert_eq!(subject_of(&theirs.bytes), subject_of(&root.drafts[1].bytes));
    let cross = run(
        "issue",
        &issue(
            folder.thing("root.pem"),
            folder.thing("server-request.pem"),
            folder.thing("root-key.pem"),
        )
        .with("from", padlock::engine::pki::validity::show(now + 60)),
    )
    .unwrap();
    assert_eq!(cross.good, Some(true), "{}", cross.headline);
    assert_eq!(
        cross.headline.split(", valid until").next(),
        ours.headline.split(", valid until").next()
    );
    for host in ["localhost", "www.example.org", "127.0.0.1", "::1"] {
        let check = Inputs {
            now: now + 120,
            ..at("check-certificate")
        }
        .with("host", host)
        .with_thing("certificate", folder.thing("server.pem"))
        .with_thing("issuer", folder.thing("root.pem"));
        let checked = run("check-certificate", &check).unwrap();
        assert_eq!(checked.good, Some(true), "{host}: {}", checked.headline);
        follow(&folder, &checked, tool);
    }
}

#[test]
fn the_recipes_for_openssl_work() {
    follow_all(Tool::Openssl, "recipes-openssl");
}

#[test]
fn the_recipes_for_python_work() {
    follow_all(Tool::Python, "recipes-python");
}

#[test]
fn the_recipes_from_scratch_work() {
    let output = made(wall_clock());
    for tool in [Tool::Openssl, Tool::Python] {
        let folder = Folder::new(match tool {
            Tool::Openssl => "scratch-openssl",
            _ => "scratch-python",
        });
        if !follow(&folder, &output, tool) {
            continue;
        }
        let check = Inputs {
            now: wall_clock() + 5,
            ..inputs("check-certificate")
        }
        .with_thing("certificate", folder.thing("server.pem"))
        .with_thing("issuer", folder.thing("root.pem"));
        let checked = run("check-certificate", &check).unwrap();
        assert_eq!(checked.good, Some(true), "{tool:?}: {}", checked.headline);
    }
}

/// Runs a command on a terminal of its own and types the passphrase whenever
/// it is asked for.
const TYPIST: &str = r"
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
said = asked = b''
while True:
    try:
        said = os.read(terminal, 4096)
    except OSError:
        break
    if not said:
        break
    sys.stdout.write(said.decode())
    asked += said.lower()
    if b'pass' in asked and asked.endswith((b': ', b':')):
        os.write(terminal, sys.argv[1].encode() + b'\n')
        asked = b''
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
";

#[test]
fn the_recipes_for_encrypted_keys_work() {
    if judges::openssl().is_none() || judges::python().is_none() {
        return;
    }
    let key = run("ca-root", &inputs("ca-root")).unwrap();
    for kdf in ["pbkdf2", "scrypt"] {
        let output = encrypted(&key, kdf);
        let folder = Folder::new(&format!("keys-recipes-{kdf}"));
        folder.write("root-key.pem", pki::pem(&key.drafts[0]));
        for recipe in &output.recipes {
            let python = judges::python().unwrap();
            let program = match recipe.tool {
                Tool::Python => python.get_program(),
                _ => "sh".as_ref(),
            };
            let said = folder.run(
                judges::python()
                    .unwrap()
                    .args(["-c", TYPIST, PASSPHRASE])
                    .arg(program)
                    .args(["-c", &recipe.code]),
            );
            if recipe.tool == Tool::Python {
                assert!(said.contains("2048"), "{said}");
            }
        }
        assert_eq!(folder.thing("root-key.pem").bytes, key.drafts[0].bytes);
    }
}
