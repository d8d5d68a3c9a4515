//! Runs the units about certificates as the worker and the desk run them.
#![allow(dead_code, unreachable_pub, reason = "each test uses some of it")]

use padlock::desk::Draft;
use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Material, Output, Randomness, Trouble};

/// 2026-11-23 12:00:00 UTC.
pub const NOW: u64 = 1_795_435_200;

/// Runs a unit and checks every promise that its output makes.
pub fn run(unit: &str, inputs: &Inputs) -> Result<Output, Trouble> {
    let mut recorder = Recorder::default();
    let mut output = units::run(unit, inputs, &mut recorder)?;
    output.trace = recorder.finish();
    assert!(
        output.trace.lies().is_empty(),
        "{unit}: {:?}",
        output.trace.lies()
    );
    for agreement in &output.agreements {
        assert!(agreement.agrees, "{unit}: {}", agreement.what);
    }
    for bytes in &output.bytes {
        assert_eq!(bytes.check(), Ok(()), "{unit}: {}", bytes.name);
        assert!(bytes.problems.is_empty(), "{unit}: {:?}", bytes.problems);
    }
    for step in output.trace.all() {
        for bytes in &step.bytes {
            assert_eq!(bytes.check(), Ok(()), "{unit}: {}", step.title);
        }
    }
    Ok(output)
}

/// The default inputs of a unit at a fixed time.
pub fn inputs(unit: &str) -> Inputs {
    Inputs {
        now: NOW,
        randomness: Randomness::Lesson("a test".into()),
        ..Inputs::defaults(units::find(unit).unwrap())
    }
}

/// A draft as a later run gets it.
pub fn thing(draft: &Draft) -> Material {
    Material {
        name: draft.name.clone(),
        kind: draft.kind,
        bytes: draft.bytes.clone(),
        demonstration: draft.demonstration,
    }
}

/// Root, request and certificate with all defaults, and what the units said.
pub struct Story {
    pub root: Output,
    pub request: Output,
    pub issued: Output,
}

impl Story {
    pub fn new() -> Self {
        let root = run("ca-root", &inputs("ca-root")).unwrap();
        let request = run("server-request", &inputs("server-request")).unwrap();
        let issued = run("issue", &issue_inputs(&root, &request)).unwrap();
        Self {
            root,
            request,
            issued,
        }
    }

    pub fn issue_inputs(&self) -> Inputs {
        issue_inputs(&self.root, &self.request)
    }

    pub fn check_inputs(&self) -> Inputs {
        inputs("check-certificate")
            .with_thing("certificate", thing(&self.issued.drafts[0]))
            .with_thing("issuer", thing(&self.root.drafts[1]))
    }
}

fn issue_inputs(root: &Output, request: &Output) -> Inputs {
    inputs("issue")
        .with_thing("request", thing(&request.drafts[1]))
        .with_thing("issuer", thing(&root.drafts[1]))
        .with_thing("issuer-key", thing(&root.drafts[0]))
}
