//! The commands that the exhibit of HTTPS tells, run at servers of the engine: curl and
//! openssl say what stands below them, line by line.

use super::clients::{Asked, CURL, IDENTITIES, NOW, OPENSSL, ask};
use super::failing::Case;
use crate::support::judges;
use crate::support::pki::{Folder, pem};
use padlock::units::{Recipe, Tool};
use std::process::Command;

/// How the lines begin that are compared: all others have lengths, addresses, PEM or
/// tickets in them, or say where the roots of the machine are.
const COMPARED: [(Tool, &[&str]); 2] = [
    (
        Tool::Curl,
        &[
            "* ALPN",
            "* TLSv1.3",
            "* SSL",
            "* Server certificate",
            "*  s",
            "*  e",
            "*  i",
            "*  S",
            "* using",
            "* old",
            "* OpenSSL",
            "* Closing",
            "* Connection #",
            "> ",
            "< ",
            "Nobody else",
            "curl: (",
        ],
    ),
    (
        Tool::Openssl,
        &[
            "depth=",
            "verify ",
            "notAfter=",
            "notBefore=",
            "CONNECTED",
            "Certificate chain",
            " 0 s:",
            " 1 s:",
            "   i:",
            "   v:",
            "Peer sign",
            "Server Temp Key",
            "New, ",
            "Verify return code",
        ],
    ),
];

/// The command of a recipe and the lines below it; no lines where none are told.
fn read(recipe: &Recipe) -> (String, Vec<String>) {
    let is_command = |line: &&str| !line.starts_with('#');
    let command: Vec<&str> = recipe.code.lines().filter(is_command).collect();
    let told = recipe.code.lines();
    let told = told.skip_while(|line| !line.starts_with("# It says"));
    let lines = told.skip(1).filter_map(|line| line.strip_prefix("# "));
    (
        command.join("\n"),
        lines.map(|line| line.trim_end().to_owned()).collect(),
    )
}

/// The command, as a shell runs it at a port of this machine.
fn shell(case: &Case<'_>, tool: Tool, command: &str, port: u16) -> Command {
    let command = match tool {
        Tool::Curl => {
            let curl = judges::curl().unwrap();
            let curl = curl.get_program().to_string_lossy();
            let here = format!(
                "{curl} --no-progress-meter --noproxy '*' --max-time 5 \
                 --connect-to ::127.0.0.1:{port}"
            );
            let command = command.replacen("curl", &here, 1);
            // Without the roots of this machine, of whatever kind they are.
            command.replace("--cacert", "--capath /nowhere --cacert")
        }
        _ => {
            let openssl = judges::openssl().unwrap();
            let openssl = openssl.get_program().to_string_lossy();
            let command = command.replacen("openssl", &format!("timeout 5 {openssl}"), 1);
            command.replace(&format!("{}:443", case.host), &format!("127.0.0.1:{port}"))
        }
    };
    let mut shell = Command::new("sh");
    shell.args(["-c", &command]);
    shell
}

/// The lines of what a tool said that are compared. Which octet of a foreign signature
/// is wrong is chance.
fn compared(tool: Tool, host: &str, asked: &Asked) -> Vec<String> {
    let (_, begins) = COMPARED.iter().find(|(one, _)| *one == tool).unwrap();
    let lines = asked.says.lines().map(str::trim_end);
    let lines = lines.filter(|line| {
        begins
            .iter()
            .any(|begin| line.starts_with(begin.trim_end()))
    });
    // What curl was told to connect to is no host for it.
    let lines = lines.map(|line| chance(line).replace("host (nil)", &format!("host {host}")));
    lines.collect()
}

/// Whether a line is about tickets, which come when they like.
fn is_ticket(line: &str) -> bool {
    line.contains("Newsession Ticket") || line.contains("session ID is stale")
}

/// The lines of the protocol, and those of the page, which go elsewhere.
fn parted(lines: Vec<String>) -> (Vec<String>, Vec<String>) {
    lines
        .into_iter()
        .partition(|line| !line.starts_with("Nobody else"))
}

fn chance(line: &str) -> String {
    line.replace(
        "02000086:rsa routines::last octet",
        "02000085:rsa routines::first octet",
    )
}

#[test]
fn curl_and_openssl_write_the_transcripts() {
    if !judges::curl().is_some_and(|curl| is_version(curl, "--version", CURL))
        || !judges::openssl().is_some_and(|openssl| is_version(openssl, "version", OPENSSL))
    {
        println!("skipped: the transcripts are those of {CURL} and {OPENSSL}");
        return;
    }
    let (mut wrong, mut heard) = (Vec::new(), 0);
    for case in IDENTITIES.cases() {
        let output = case.told(*NOW + 60).unwrap();
        let folder = Folder::new("tls-transcripts");
        if let Some(root) = case.root {
            folder.write("root.pem", pem(root));
        }
        for recipe in &output.recipes {
            let (command, told) = read(recipe);
            if told.is_empty() {
                continue;
            }
            let (asked, _) = ask(&folder, &case, |port| {
                shell(&case, recipe.tool, &command, port)
            });
            let mut said = compared(recipe.tool, case.host, &asked);
            if !told.iter().any(|line| is_ticket(line)) {
                // They may come before the client leaves.
                said.retain(|line| !is_ticket(line));
            }
            let (told, said) = (parted(told), parted(said));
            if said != told {
                let only = |these: &[String], those: &[String]| {
                    let mut these = these.to_vec();
                    these.retain(|line| !those.contains(line));
                    these.join("\n")
                };
                let (ours, theirs) = (only(&told.0, &said.0), only(&said.0, &told.0));
                wrong.push(format!("{} {command}\n{ours}\nbut:\n{theirs}\n", case.name));
            }
            heard += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {heard}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(heard > 40, "{heard} transcripts");
}

fn is_version(mut program: Command, ask: &str, version: &str) -> bool {
    let said = program.arg(ask).output().unwrap().stdout;
    String::from_utf8_lossy(&said).starts_with(version)
}
