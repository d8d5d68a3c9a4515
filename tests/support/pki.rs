//! Runs the units about certificates as the worker and the desk run them.

use padlock::desk::{Draft, KeyKind, Kind};
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Material, Output, Randomness};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// 2026-11-23 12:00:00 UTC.
pub const NOW: u64 = 1_795_435_200;

/// Runs a unit on what has nothing wrong with it, and checks every promise that
/// its output makes.
pub fn run(unit: &str, inputs: &Inputs) -> Result<Output, Diagnosis> {
    let output = run_malformed(unit, inputs)?;
    for bytes in &output.bytes {
        assert!(bytes.problems.is_empty(), "{unit}: {:?}", bytes.problems);
    }
    Ok(output)
}

/// Runs a unit, and checks every promise that its output makes.
pub fn run_malformed(unit: &str, inputs: &Inputs) -> Result<Output, Diagnosis> {
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
    }
    for whole in &output.bytes {
        for field in &whole.fields {
            field.visit(0, &mut |_, field| {
                let there = output.trace.resolve("", &field.made_by).is_some();
                assert!(
                    field.made_by.is_empty() || there,
                    "{unit}: {}",
                    field.made_by
                );
            });
        }
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

/// What is kept of an output, to be shared between tests.
pub struct Kept {
    pub headline: String,
    pub good: Option<bool>,
    pub drafts: Vec<Draft>,
}

impl From<&Output> for Kept {
    fn from(output: &Output) -> Self {
        Self {
            headline: output.headline.to_string(),
            good: output.good,
            drafts: output.drafts.clone(),
        }
    }
}

/// Root, request and certificate with all defaults.
pub struct Story {
    pub root: Kept,
    pub request: Kept,
    pub issued: Kept,
}

impl Story {
    pub fn new() -> Self {
        let root = Kept::from(&run("ca-root", &inputs("ca-root")).unwrap());
        let request = Kept::from(&run("server-request", &inputs("server-request")).unwrap());
        let issued = Kept::from(&run("issue", &issue_inputs(&root, &request)).unwrap());
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

fn issue_inputs(root: &Kept, request: &Kept) -> Inputs {
    inputs("issue")
        .with_thing("request", thing(&request.drafts[1]))
        .with_thing("issuer", thing(&root.drafts[1]))
        .with_thing("issuer-key", thing(&root.drafts[0]))
}

/// A path for what a test makes, which no other test has: those of one crate run
/// beside each other in one process.
pub fn scratch(name: &str) -> std::path::PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let process = std::process::id();
    std::env::temp_dir().join(format!("padlock-{process}-{count}-{name}"))
}

/// A folder that is removed at the end of a test.
pub struct Folder(pub std::path::PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = scratch(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    /// The DER inside a PEM file, under its label.
    pub fn read_pem(&self, name: &str) -> (String, Vec<u8>) {
        let bytes = self.read(name);
        let (label, der) = der::pem::decode_vec(&bytes).unwrap();
        (label.to_owned(), der)
    }

    /// The thing inside a PEM file.
    pub fn thing(&self, name: &str) -> Material {
        let (label, der) = self.read_pem(name);
        let kind = match label.as_str() {
            "CERTIFICATE" => Kind::Certificate,
            "CERTIFICATE REQUEST" => Kind::Request,
            "PRIVATE KEY" => Kind::PrivateKey(KeyKind::Rsa),
            other => panic!("{other}"),
        };
        Material {
            name: name.into(),
            kind,
            bytes: der.into(),
            demonstration: false,
        }
    }

    /// Runs a command here; it must succeed. Returns what it wrote to both
    /// outputs.
    pub fn run(&self, command: &mut Command) -> String {
        let (ok, output) = self.attempt(command);
        assert!(ok, "{command:?}\n{output}");
        output
    }

    /// Runs a command here, whatever comes of it.
    pub fn attempt(&self, command: &mut Command) -> (bool, String) {
        let output = command
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A draft in PEM.
pub fn pem(draft: &Draft) -> String {
    let label = draft.kind.pem_label().unwrap();
    let der = padlock::desk::to_der(draft.kind, &draft.bytes);
    der::pem::encode_string(label, der::pem::LineEnding::LF, &der).unwrap()
}

/// The seconds of the clock on the wall.
pub fn wall_clock() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

/// Writes the files of `make-it` under the names that the recipes use.
pub fn write_files(folder: &Folder, output: &Output) {
    let names = [
        "root-key.pem",
        "root.pem",
        "server-key.pem",
        "server-request.pem",
        "server.pem",
    ];
    for (name, draft) in names.iter().zip(&output.drafts) {
        folder.write(name, pem(draft));
    }
    folder.write(
        "server-chain.pem",
        pem(&output.drafts[4]) + &pem(&output.drafts[1]),
    );
}

/// A passphrase that shows who counts bytes for letters.
pub const PASSPHRASE: &str = "Kartoffel süß";

/// The bytes that other tools must take: one run of `make-it`.
pub fn made(now: u64) -> Output {
    run(
        "make-it",
        &Inputs {
            now,
            ..inputs("make-it")
        },
    )
    .unwrap()
}

/// The first key of an output, encrypted under [`PASSPHRASE`].
pub fn encrypted(made: &Output, kdf: &str) -> Output {
    let inputs = inputs("desk-export")
        .with("kdf", kdf)
        .with("rounds", "10000")
        .with("passphrase", PASSPHRASE)
        .with_thing("thing", thing(&made.drafts[0]));
    run("desk-export", &inputs).unwrap()
}
