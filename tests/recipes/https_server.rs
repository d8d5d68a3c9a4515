//! A real HTTPS server with the exported files is reached by a client that
//! trusts the exported root, and refused by one that does not.

use crate::support::pki::{Folder, inputs, run, wall_clock, write_files};
use crate::support::server::Server;
use crate::support::{judges, pki};
use padlock::units::{Inputs, Randomness, Tool};
use std::process::Command;

/// Python with this code; `PORT` in it is the port.
fn python(code: &str) -> impl FnOnce(u16) -> Command {
    move |port| {
        let mut python = judges::python().unwrap();
        python.args(["-c", &code.replace("PORT", &port.to_string())]);
        python
    }
}

/// Makes everything and checks who reaches the server and who does not.
fn serve(name: &str, code: impl FnOnce(&padlock::units::Output) -> String, package: &str) {
    if judges::python_with(package).is_none()
        || judges::curl().is_none()
        || judges::node().is_none()
        || judges::openssl().is_none()
    {
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
    let server = Server::start(&folder, python(&code(&output)));
    let curl = |options: &[&str], host: &str| server.curl(&folder, options, host);
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
    assert!(said_there.contains("server.pem, in place of the root: curl with\n# OpenSSL takes it"));
    assert!(said_there.contains("another server of that root: error 60"));
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
    // The server's own certificate in place of the root, and who wants a root.
    folder.write("server.pem", pki::pem(&output.drafts[4]));
    let (ok, said) = curl(&["--cacert", "server.pem"], "localhost");
    assert!(ok && said == "Hello over HTTPS", "{said}");
    let (ok, said) = curl(&["--cacert", &sibling(&folder, &output, now)], "localhost");
    assert!(!ok && said.contains("(60)"), "{said}");
    let verify = |more: &[&str]| {
        let mut openssl = judges::openssl().unwrap();
        let all = ["verify", "-CAfile", "server.pem", "-purpose", "sslserver"];
        openssl.args(all).args(more).arg("server.pem");
        folder.attempt(&mut openssl)
    };
    let (ok, said) = verify(&[]);
    assert!(!ok && said.contains("verification failed"), "{said}");
    let (ok, said) = verify(&["-partial_chain"]);
    assert!(ok, "{said}");
    let trusting = |tool: Tool| {
        let mut recipes = output.recipes.iter().rev();
        let recipe = recipes.find(|recipe| recipe.tool == tool).unwrap();
        recipe.code.replace(":5000", &format!(":{}", server.port))
    };
    let said = folder.run(judges::python().unwrap().args(["-c", &trusting(Tool::Ssl)]));
    assert!(said.contains("Hello over HTTPS"), "{said}");
    let said = folder.run(Command::new("sh").args(["-c", &trusting(Tool::Node)]));
    assert!(said.contains("Hello over HTTPS"), "{said}");
    // As the recipe for curl says of these.
    let own = |tool: Tool| trusting(tool).replace("root.pem", "server.pem");
    let (ok, said) = folder.attempt(Command::new("sh").args(["-c", &own(Tool::Node)]));
    let refused = !ok && said.contains("SELF_SIGNED_CERT_IN_CHAIN");
    assert!(refused, "{said}");
    let old = "import sys; print(sys.version_info < (3, 13))";
    let old = folder.run(judges::python().unwrap().args(["-c", old]));
    let (ok, said) = folder.attempt(judges::python().unwrap().args(["-c", &own(Tool::Ssl)]));
    assert_eq!(ok, old.trim() == "False", "{said}");
}

/// The certificate of another server that this root signed, in a file.
fn sibling(folder: &Folder, made: &padlock::units::Output, now: u64) -> String {
    let asked = |unit: &str, seed: u8| Inputs {
        now,
        randomness: Randomness::Fresh([seed; 32]),
        ..inputs(unit)
    };
    let request = run("server-request", &asked("server-request", 3)).unwrap();
    let issue = asked("issue", 4)
        .with_thing("issuer", pki::thing(&made.drafts[1]))
        .with_thing("issuer-key", pki::thing(&made.drafts[0]))
        .with_thing("request", pki::thing(&request.drafts[1]));
    let issued = run("issue", &issue).unwrap();
    folder.write("sibling.pem", pki::pem(&issued.drafts[0]));
    "sibling.pem".to_owned()
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
        let missing = [judges::python(), judges::curl(), judges::node()];
        if missing.iter().any(Option::is_none) || judges::openssl().is_none() {
            return;
        }
        let folder = Folder::new(&format!("short-{way}"));
        let made = Inputs {
            now: wall_clock() - 60,
            ..inputs("short-way").with("way", way)
        };
        let output = run("short-way", &made).unwrap();
        folder.write("key.pem", pki::pem(&output.drafts[0]));
        folder.write("cert.pem", pki::pem(&output.drafts[1]));
        // By the page's own recipe, where there is one.
        folder.write("index.html", "Hello over HTTPS");
        let recipe = |tool: Tool| output.recipes.iter().find(|recipe| recipe.tool == tool);
        let serving = recipe(Tool::Ssl).map(|recipe| recipe.code.replace("5000", "PORT"));
        let server = Server::start(&folder, python(&serving.unwrap_or(SHORT.to_owned())));
        let says = output.comparisons.iter();
        let says = says
            .flat_map(|table| &table.rows)
            .find(|row| row.name == "curl");
        let says = says.unwrap();
        for (options, says) in [
            (&[][..], &says.left),
            (&["--cacert", "cert.pem"][..], &says.right),
        ] {
            let (ok, heard) = server.curl(&folder, options, "localhost");
            assert_eq!(ok, says.starts_with("takes it"), "{way}: {heard}");
            assert!(ok || heard.contains(&**says), "{way}: {heard}");
        }
        // What the recipe for curl does, and what it tells of that.
        let curl = &recipe(Tool::Curl).unwrap().code;
        assert!(curl.contains("rror 60"), "{curl}");
        assert!(curl.contains("curl --cacert cert.pem https://localhost:5000/"));
        if way == "adhoc" {
            let fetch = curl.lines().find(|line| line.starts_with("openssl"));
            let fetch = fetch.unwrap().replace("5000", &server.port.to_string());
            let before = folder.thing("cert.pem");
            folder.write("cert.pem", "");
            folder.run(Command::new("sh").args(["-c", &fetch]));
            assert_eq!(folder.thing("cert.pem").bytes, before.bytes);
            let (ok, heard) = server.curl(&folder, &["--insecure"], "localhost");
            assert!(ok && heard == "Hello over HTTPS", "{heard}");
        } else {
            let trust = output.recipes.iter().rev();
            let trust = trust.filter(|recipe| recipe.title.starts_with("Trust"));
            let one = |tool: Tool| {
                let mut all = trust.clone().filter(|recipe| recipe.tool == tool);
                let code = all.next().map(|recipe| recipe.code.clone());
                code.map(|code| code.replace(":5000", &format!(":{}", server.port)))
            };
            // Neither browser takes it without a name.
            assert_eq!(one(Tool::Browser).is_some(), way == "addext");
            let code = one(Tool::Ssl).unwrap();
            let heard = folder.run(judges::python().unwrap().args(["-c", &code]));
            assert!(heard.contains("Hello over HTTPS"), "{way}: {heard}");
            let code = one(Tool::Node).unwrap();
            let heard = folder.run(Command::new("sh").args(["-c", &code]));
            assert!(heard.contains("Hello over HTTPS"), "{way}: {heard}");
        }
    }
}
