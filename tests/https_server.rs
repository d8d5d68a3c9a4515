//! A real HTTPS server with the exported files is reached by a client that
//! trusts the exported root, and refused by one that does not.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod judges;
mod pki;

use padlock::units::{Inputs, Randomness, Tool};
use pki::{Folder, inputs, run, wall_clock, write_files};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that ends with its test, however that ends.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts Python with this code; `PORT` in it is a free port.
    fn start(folder: &Folder, mut python: Command, code: &str) -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let child = python
            .args(["-c", &code.replace("PORT", &port.to_string())])
            .current_dir(&folder.0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(
                std::fs::File::create(folder.0.join("server.log")).unwrap(),
            ))
            .spawn()
            .unwrap();
        let mut server = Self { child, port };
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let log = || String::from_utf8_lossy(&folder.read("server.log")).into_owned();
            let ended = server.child.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {}", log());
            assert!(Instant::now() < deadline, "no server: {}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }
}

/// Makes everything and checks who reaches the server and who does not.
fn serve(name: &str, code: impl FnOnce(&padlock::units::Output) -> String, package: &str) {
    let (Some(mut asked), Some(python), Some(_)) =
        (judges::python(), judges::python(), judges::curl())
    else {
        return;
    };
    let there = asked
        .args(["-c", &format!("import {package}")])
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        let required = std::env::var("PADLOCK_JUDGES").is_ok_and(|value| value == "required")
            || std::env::var("CI").is_ok_and(|value| !matches!(&*value, "" | "0" | "false"));
        assert!(!required, "the judge is missing: Python's {package}");
        println!("skipped: the judge is missing: Python's {package}");
        return;
    }
    let folder = Folder::new(name);
    // A little earlier, so that no clock is behind the start.
    let now = wall_clock() - 60;
    let make = |seed: u8| {
        let inputs = Inputs {
            now,
            randomness: Randomness::Fresh([seed; 32]),
            ..inputs("make-it")
        };
        run("make-it", &inputs).unwrap()
    };
    let output = make(1);
    assert!(output.drafts.iter().all(|draft| !draft.demonstration));
    write_files(&folder, &output);
    folder.write("other.pem", pki::pem(&make(2).drafts[1]));
    let server = Server::start(&folder, python, &code(&output));
    let curl = |options: &[&str], host: &str| {
        let url = format!("https://{host}:{}/", server.port);
        let mut curl = judges::curl().unwrap();
        curl.args([
            "--silent",
            "--show-error",
            "--noproxy",
            "*",
            "--max-time",
            "20",
        ]);
        folder.attempt(curl.args(options).arg(url))
    };
    for host in ["localhost", "127.0.0.1"] {
        let (ok, said) = curl(&["--cacert", "root.pem"], host);
        assert!(ok && said == "Hello over HTTPS", "{host}: {said}");
        // Without the root, with another root of the same name, and by a name
        // that the certificate does not have.
        let (ok, said) = curl(&[], host);
        assert!(!ok && said.contains("(60)"), "{host}: {said}");
        let (ok, said) = curl(&["--cacert", "other.pem"], host);
        assert!(!ok && said.contains("(60)"), "{host}: {said}");
    }
    let resolve = format!("example.org:{}:127.0.0.1", server.port);
    let (ok, said) = curl(
        &["--cacert", "root.pem", "--resolve", &resolve],
        "example.org",
    );
    assert!(!ok && said.contains("(60)"), "{said}");
    // As the recipe for curl says it.
    let said_there = output
        .recipes
        .iter()
        .filter(|recipe| recipe.tool == Tool::Curl);
    let said_there: String = said_there.map(|recipe| recipe.code.as_str()).collect();
    assert!(said_there.contains("no certificate: error 77") && said_there.contains("--insecure"));
    folder.write("nothing.pem", b"nothing");
    let (ok, said) = curl(&["--cacert", "nothing.pem"], "localhost");
    assert!(!ok && said.contains("(77)"), "{said}");
    for options in [
        &["--insecure"][..],
        &["--insecure", "--cacert", "other.pem"],
    ] {
        let (ok, said) = curl(options, "localhost");
        assert!(ok && said == "Hello over HTTPS", "{said}");
    }
    let trusting = |tool: Tool| {
        let mut recipes = output.recipes.iter().rev();
        let recipe = recipes.find(|recipe| recipe.tool == tool).unwrap();
        recipe.code.replace(":5000", &format!(":{}", server.port))
    };
    let said = folder.run(judges::python().unwrap().args(["-c", &trusting(Tool::Ssl)]));
    assert!(said.contains("Hello over HTTPS"), "{said}");
    let said = folder.run(Command::new("sh").args(["-c", &trusting(Tool::Node)]));
    assert!(said.contains("Hello over HTTPS"), "{said}");
}

#[test]
fn python_serves_with_the_exported_files() {
    serve(
        "https-python",
        |output| {
            let mut recipes = output.recipes.iter();
            let recipe = recipes.find(|recipe| recipe.tool == Tool::Ssl).unwrap();
            let index = "open('index.html', 'w').write('Hello over HTTPS')\n";
            format!("{index}{}", recipe.code.replace("5000", "PORT"))
        },
        "ssl",
    );
}

#[test]
fn flask_serves_with_the_recipe() {
    serve(
        "https-flask",
        |output| {
            let recipe = output
                .recipes
                .iter()
                .find(|recipe| recipe.tool == Tool::Flask)
                .unwrap();
            recipe.code.replace("port=5000", "port=PORT")
        },
        "flask",
    );
}

/// A server with what a short way makes.
const SHORT: &str = "
import http.server, ssl
open('index.html', 'w').write('Hello over HTTPS')
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('cert.pem', 'key.pem')
server = http.server.ThreadingHTTPServer(
    ('127.0.0.1', PORT), http.server.SimpleHTTPRequestHandler)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
";

#[test]
fn curl_says_of_the_short_ways_what_the_page_says() {
    for way in ["adhoc", "req", "addext"] {
        let (Some(python), Some(_)) = (judges::python(), judges::curl()) else {
            return;
        };
        let folder = Folder::new(&format!("short-{way}"));
        let made = Inputs {
            now: wall_clock() - 60,
            ..inputs("short-way").with("way", way)
        };
        let output = run("short-way", &made).unwrap();
        folder.write("key.pem", pki::pem(&output.drafts[0]));
        folder.write("cert.pem", pki::pem(&output.drafts[1]));
        let server = Server::start(&folder, python, SHORT);
        let says = output.comparisons.iter();
        let says = says
            .flat_map(|table| &table.rows)
            .find(|row| row.name == "curl");
        let says = says.unwrap();
        for (options, says) in [
            (&[][..], &says.left),
            (&["--cacert", "cert.pem"][..], &says.right),
        ] {
            let mut curl = judges::curl().unwrap();
            curl.args([
                "--silent",
                "--show-error",
                "--noproxy",
                "*",
                "--max-time",
                "20",
            ]);
            let url = format!("https://localhost:{}/", server.port);
            let (ok, heard) = folder.attempt(curl.args(options).arg(url));
            assert_eq!(ok, says.starts_with("takes it"), "{way}: {heard}");
            assert!(ok || heard.contains(&**says), "{way}: {heard}");
        }
    }
}
