//! What the exhibit says that curl and openssl say of each failure, asked of them.
//! `tests/e2e/connection.test.mjs` and its fellow for Firefox ask the browsers.

use super::failing::{Case, Identities, Served, serve};
use crate::support::judges;
use crate::support::pki::{Folder, pem, wall_clock};
use crate::support::server::without_settings;
use padlock::units::Row;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread;

/// A little earlier, so that no clock is behind the start.
pub(super) static NOW: LazyLock<u64> = LazyLock::new(|| wall_clock() - 60);
pub(super) static IDENTITIES: LazyLock<Identities> =
    LazyLock::new(|| Identities::made(*NOW).unwrap());

/// The versions that the transcripts are of.
pub(super) const CURL: &str = "curl 7.88.1 ";
pub(super) const OPENSSL: &str = "OpenSSL 3.0.";

/// What came of a client: its exit status, and what it wrote.
pub(super) struct Asked {
    status: i32,
    pub(super) says: String,
}

/// A client asks a server.
pub(super) fn ask(
    folder: &Folder,
    case: &Case<'_>,
    command: impl FnOnce(u16) -> Command,
) -> (Asked, Served) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let mut command = command(listener.local_addr().unwrap().port());
    let server = case.server(*NOW + 60).unwrap();
    let middle = case.middle;
    thread::scope(|scope| {
        let served = scope.spawn(move || serve(listener.accept().unwrap().0, server, middle, 1));
        let mut client = without_settings(&mut command)
            .current_dir(&folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // openssl sends what it reads, and leaves once that has ended; curl reads nothing.
        let mut stdin = client.stdin.take().unwrap();
        let asks = format!("GET /padlock HTTP/1.1\r\nHost: {}\r\n\r\n", case.host);
        let _ = stdin.write_all(asks.as_bytes());
        let output = client.wait_with_output().unwrap();
        drop(stdin);
        let all = [output.stderr, output.stdout].concat();
        let asked = Asked {
            status: output.status.code().unwrap(),
            says: String::from_utf8_lossy(&all).into_owned(),
        };
        (asked, served.join().unwrap())
    })
}

fn curl(case: &Case<'_>, port: u16) -> Command {
    let mut curl = judges::curl().unwrap();
    curl.args([
        "--verbose",
        "--no-progress-meter",
        "--noproxy",
        "*",
        "--max-time",
        "2",
    ])
    .args(["--connect-to", &format!("::127.0.0.1:{port}")])
    .args([
        "--tls13-ciphers",
        "TLS_AES_128_GCM_SHA256",
        "--curves",
        "X25519",
    ])
    .arg(format!("https://{}/padlock", case.host));
    match (case.checks, case.root) {
        (false, _) => curl.arg("--insecure"),
        (true, Some(_)) => curl.args(["--cacert", "root.pem", "--capath", "/nowhere"]),
        (true, None) => &mut curl,
    };
    curl
}

fn openssl(case: &Case<'_>, port: u16) -> Command {
    let verify = match case.host.parse::<Ipv4Addr>() {
        Ok(_) => "-verify_ip",
        Err(_) => "-verify_hostname",
    };
    let mut timeout = Command::new("timeout");
    timeout
        .arg("3")
        .arg(judges::openssl().unwrap().get_program())
        .args([
            "s_client",
            "-tls1_3",
            "-connect",
            &format!("127.0.0.1:{port}"),
        ])
        .args(["-servername", case.host, verify, case.host])
        .args([
            "-ciphersuites",
            "TLS_AES_128_GCM_SHA256",
            "-groups",
            "X25519",
        ]);
    match case.root {
        Some(_) => timeout.args(["-CAfile", "root.pem"]),
        None => timeout.args(["-no-CAfile", "-no-CApath", "-no-CAstore"]),
    };
    if case.checks {
        timeout.arg("-verify_return_error");
    }
    timeout
}

/// Whether a text says what stands in a table: its parts, one behind the other.
fn says(text: &str, words: &str) -> bool {
    let mut rest = text;
    words
        .split('…')
        .map(str::trim)
        .all(|part| match rest.find(part) {
            Some(at) => {
                rest = rest.get(at + part.len()..).unwrap_or_default();
                true
            }
            None => false,
        })
}

/// Whether the server heard the alert that a note names.
fn heard(served: &Served, note: &str) -> bool {
    let Some(alert) = note.strip_prefix("It sends the alert ") else {
        return note.is_empty();
    };
    let alert = alert.trim_end_matches('.').replace('_', "");
    let failure = served.failure.clone().unwrap_or_default().to_lowercase();
    failure == format!("received fatal alert: {alert}")
}

/// What of a row a client did not do.
fn objections(row: &Row, asked: &Asked, served: &Served) -> Vec<String> {
    let shows = asked.says.contains("Nobody else can read this.");
    let waits = row.right.ends_with("it waits");
    // What `timeout` ends has this status.
    let status = if waits { 124 } else { asked.status };
    let ends = row.right.ends_with(&format!("it ends with {status}")) || waits;
    let words = row
        .left
        .split_once(") ")
        .filter(|(code, _)| code.starts_with('('));
    let words = words.map_or(&*row.left, |(_, words)| words);
    let words = words.split(", with ").next().unwrap();
    // Which octet that is, is chance.
    let words = words.trim_end_matches("first octet invalid, or the like");
    let silent = ["nothing", "goes on"]
        .iter()
        .any(|word| row.left.starts_with(word));
    [
        (row.right.starts_with("the page") == shows, "shows"),
        (ends && asked.status == status, "ends"),
        (
            silent || says(&asked.says, words.split(", with ").next().unwrap()),
            "says",
        ),
        (heard(served, &row.note), "alert"),
    ]
    .into_iter()
    .filter(|(holds, _)| !holds)
    .map(|(_, what)| {
        format!(
            "{what}: {row:?}\n{} {:?}\n{}",
            asked.status, served.failure, asked.says
        )
    })
    .collect()
}

#[test]
fn curl_and_openssl_say_what_is_said_of_them() {
    if judges::openssl().is_none() || judges::curl().is_none() {
        return;
    }
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for case in IDENTITIES.cases() {
        let output = case.told(*NOW + 60).unwrap();
        let Some(table) = output.comparisons.first() else {
            wrong.push(format!("{}: no table: {}", case.name, output.headline));
            continue;
        };
        let folder = Folder::new("tls-clients");
        if let Some(root) = case.root {
            folder.write("root.pem", pem(root));
        }
        let [with_curl, with_openssl] = [&table.rows[0], &table.rows[1]];
        let mut hold = |row: &Row, (said, served): (Asked, Served)| {
            let objections = objections(row, &said, &served);
            wrong.extend(
                objections
                    .into_iter()
                    .map(|one| format!("{}, {one}", case.name)),
            );
            asked += 1;
        };
        hold(with_curl, ask(&folder, &case, |port| curl(&case, port)));
        hold(
            with_openssl,
            ask(&folder, &case, |port| openssl(&case, port)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(asked > 90, "{asked} asked");
}
