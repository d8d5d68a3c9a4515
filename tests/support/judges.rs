//! Finds the other implementations that judge ours.
//!
//! A judge that is missing is skipped with a line that says so; where
//! `PADLOCK_JUDGES=required` or `CI` is set, it is a failure instead.
#![allow(clippy::panic, reason = "a missing judge fails the test, loudly")]

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Which programs answered, so that each is asked once.
static ANSWERS: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());

/// Python with the package `cryptography`.
pub fn python() -> Option<Command> {
    python_with("cryptography")
}

/// Python with this package. The program is `PADLOCK_PYTHON`, or `python3`.
pub fn python_with(package: &str) -> Option<Command> {
    judge(
        &python_program(),
        &["-c", &format!("import {package}")],
        &format!("Python with the package {package}"),
    )
}

fn python_program() -> String {
    std::env::var("PADLOCK_PYTHON").unwrap_or_else(|_| "python3".into())
}

/// A shell that finds what Python's packages install beside this Python.
pub fn shell_beside_python() -> Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let beside = std::path::PathBuf::from(python_program());
    let beside = beside.parent().map(std::path::Path::to_path_buf);
    let dirs = beside.into_iter().chain(std::env::split_paths(&path));
    let mut shell = Command::new("sh");
    shell.env("PATH", std::env::join_paths(dirs).unwrap_or(path));
    shell
}

/// The openssl command line. The program is `PADLOCK_OPENSSL`, or `openssl`.
pub fn openssl() -> Option<Command> {
    let program = std::env::var("PADLOCK_OPENSSL").unwrap_or_else(|_| "openssl".into());
    judge(&program, &["version"], "openssl")
}

/// curl. The program is `PADLOCK_CURL`, or `curl`.
pub fn curl() -> Option<Command> {
    let program = std::env::var("PADLOCK_CURL").unwrap_or_else(|_| "curl".into());
    judge(&program, &["--version"], "curl")
}

/// Node.js. The program is `node`.
pub fn node() -> Option<Command> {
    judge("node", &["--version"], "Node.js")
}

/// git. The program is `git`.
pub fn git() -> Option<Command> {
    judge("git", &["--version"], "git")
}

/// What Debian has for the roots of a machine, which does not stand on
/// everybody's `PATH`.
pub fn update_ca_certificates() -> Option<()> {
    let ask = "PATH=$PATH:/usr/sbin command -v update-ca-certificates";
    judge("sh", &["-c", ask], "Debian's update-ca-certificates").map(drop)
}

/// nginx. The program is `nginx`.
pub fn nginx() -> Option<Command> {
    judge("nginx", &["-v"], "nginx")
}

/// Caddy. The program is `caddy`.
pub fn caddy() -> Option<Command> {
    judge("caddy", &["version"], "Caddy")
}

/// Wireshark without its windows. The program is `tshark`.
pub fn tshark() -> Option<Command> {
    judge("tshark", &["--version"], "tshark of Wireshark")
}

/// Lists open files, and connections as such. The program is `lsof`.
pub fn lsof() -> Option<Command> {
    judge("lsof", &["-v"], "lsof")
}

/// Lists connections. The program is `netstat`.
pub fn netstat() -> Option<Command> {
    judge("sh", &["-c", "command -v netstat"], "netstat").map(|_| Command::new("netstat"))
}

/// Looks which ports of a host are open. The program is `nmap`.
pub fn nmap() -> Option<Command> {
    judge("nmap", &["--version"], "nmap")
}

/// The tool that makes keys for SSH. The program is `ssh-keygen`.
pub fn ssh_keygen() -> Option<Command> {
    // It has no option that only says its version; this lists no key.
    judge(
        "sh",
        &["-c", "command -v ssh-keygen"],
        "ssh-keygen of OpenSSH",
    )
    .map(|_| Command::new("ssh-keygen"))
}

/// A program that few machines have: where it is missing, its part of a test
/// is left out with a line that says so, even where judges are required.
pub fn optional(program: &str) -> Option<Command> {
    let found = Command::new("sh")
        .args(["-c", "command -v \"$0\"", program])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !found {
        eprintln!("skipped: the judge is missing: {program}");
    }
    found.then(|| Command::new(program))
}

/// The program, if it answers a first question.
fn judge(program: &str, ask: &[&str], name: &str) -> Option<Command> {
    let answers = *ANSWERS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(format!("{program} {ask:?}"))
        .or_insert_with(|| {
            Command::new(program)
                .args(ask)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        });
    if answers {
        return Some(Command::new(program));
    }
    let required = std::env::var("PADLOCK_JUDGES").is_ok_and(|value| value == "required")
        || std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
    assert!(!required, "the judge is missing: {name} ({program})");
    println!("skipped: the judge is missing: {name} ({program})");
    None
}
