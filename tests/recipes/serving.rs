//! Each server that a recipe sets up serves with the exported files, and says
//! what the recipe tells where key and certificate do not belong together.

use crate::support::pki::{Folder, inputs, run, wall_clock, write_files};
use crate::support::server::Server;
use crate::support::{judges, pki, server};
use padlock::units::{Inputs, Output, Tool};
use std::process::Command;
use std::time::{Duration, Instant};

/// The files of a test, and the recipe for one server.
struct Kitchen {
    folder: Folder,
    made: Output,
    code: String,
}

impl Kitchen {
    fn new(name: &str, tool: Tool) -> Self {
        let folder = Folder::new(name);
        // A little earlier, so that no clock is behind the start.
        let asked = Inputs {
            now: wall_clock() - 60,
            ..inputs("make-it")
        };
        let made = run("make-it", &asked).unwrap();
        write_files(&folder, &made);
        // What is served where the recipe says nothing of it.
        folder.write("index.html", "Hello over HTTPS");
        let mut recipes = made.recipes.iter();
        let recipe = recipes.find(|recipe| recipe.tool == tool).unwrap();
        let code = recipe.code.clone();
        Self { folder, made, code }
    }

    /// The recipe with another port.
    fn code(&self, port: u16) -> String {
        assert!(self.code.contains("5000"), "{}", self.code);
        self.code.replace("5000", &port.to_string())
    }

    /// Whoever trusts the root gets the page, and nobody else does.
    fn serves(&self, command: impl FnOnce(u16) -> Command) {
        let server = Server::start(&self.folder, command);
        let trusting = ["--cacert", "root.pem"];
        let (ok, heard) = server.curl(&self.folder, &trusting, "localhost");
        let said = server::log(&self.folder);
        assert!(ok && heard == "Hello over HTTPS", "{heard}\n{said}");
        let (ok, heard) = server.curl(&self.folder, &[], "localhost");
        assert!(!ok && heard.contains("(60)"), "{heard}");
    }

    /// Puts another key, the root's, in the place of the server's; what the
    /// recipe says that the server then says.
    fn with_another_key(&self) -> &str {
        let key = pki::pem(&self.made.drafts[0]);
        self.folder.write("server-key.pem", key);
        let (_, told) = self.code.split_once("ays \"").unwrap();
        told.split('"').next().unwrap()
    }

    /// With another key it does not start, and says so as the recipe does.
    fn refuses(&self, command: impl FnOnce(u16) -> Command) {
        let told = self.with_another_key();
        let heard = Server::fails(&self.folder, command);
        assert!(
            heard.contains(told),
            "{told:?} was told, but heard: {heard}"
        );
    }
}

#[test]
fn python() {
    if judges::python().is_none() || judges::curl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("serving-python", Tool::Ssl);
    let command = |port| {
        let mut python = judges::python().unwrap();
        python.args(["-c", &kitchen.code(port)]);
        python
    };
    kitchen.serves(command);
    kitchen.refuses(command);
}

#[test]
fn flask() {
    if judges::python_with("flask").is_none() || judges::curl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("serving-flask", Tool::Flask);
    let command = |port| {
        kitchen.folder.write("app.py", kitchen.code(port));
        let mut python = judges::python_with("flask").unwrap();
        python.arg("app.py");
        python
    };
    kitchen.serves(command);
    kitchen.refuses(command);
}

#[test]
fn gunicorn() {
    let packages = ["flask", "gunicorn"].map(judges::python_with);
    if packages.iter().any(Option::is_none) || judges::curl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("serving-gunicorn", Tool::Gunicorn);
    // The app of the recipe for Flask, which does not run itself here.
    let mut recipes = kitchen.made.recipes.iter();
    let app = recipes.find(|recipe| recipe.tool == Tool::Flask).unwrap();
    kitchen.folder.write("app.py", &app.code);
    let command = |port| {
        let mut shell = judges::shell_beside_python();
        shell.args(["-c", &kitchen.code(port)]);
        shell
    };
    kitchen.serves(command);
    let told = kitchen.with_another_key();
    let server = Server::start(&kitchen.folder, command);
    let (ok, heard) = server.curl(&kitchen.folder, &["--insecure"], "localhost");
    assert!(!ok, "{heard}");
    let deadline = Instant::now() + Duration::from_secs(20);
    while !server::log(&kitchen.folder).contains(told) {
        let heard = server::log(&kitchen.folder);
        assert!(Instant::now() < deadline, "{told:?} was told, but: {heard}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn node() {
    if judges::node().is_none() || judges::curl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("serving-node", Tool::Node);
    let command = |port| {
        let mut node = judges::node().unwrap();
        node.args(["-e", &kitchen.code(port)]);
        node
    };
    kitchen.serves(command);
    kitchen.refuses(command);
}

#[test]
fn caddy() {
    if judges::caddy().is_none() || judges::curl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("serving-caddy", Tool::Caddy);
    let command = |port| {
        kitchen.folder.write("Caddyfile", kitchen.code(port));
        let mut caddy = judges::caddy().unwrap();
        // It keeps its last settings at home.
        caddy.arg("run").env("HOME", &kitchen.folder.0);
        caddy
    };
    kitchen.serves(command);
    kitchen.refuses(command);
}

#[test]
fn nginx() {
    if judges::nginx().is_none() || judges::curl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("serving-nginx", Tool::Nginx);
    let html = kitchen.folder.0.join("html");
    std::fs::create_dir(&html).unwrap();
    std::fs::rename(kitchen.folder.0.join("index.html"), html.join("index.html")).unwrap();
    // What Debian's nginx.conf does: the recipe is a part of its http.
    let configure = |port: u16| {
        let dir = kitchen.folder.0.display();
        let recipe = kitchen.code.replace("/etc/nginx/", &format!("{dir}/"));
        let recipe = recipe.replace("listen 443", &format!("listen 127.0.0.1:{port}"));
        let temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temp = temp.map(|name| format!("{name}_temp_path {dir}/{name};\n"));
        let temp = temp.concat();
        let whole = format!(
            "daemon off;\npid {dir}/nginx.pid;\nevents {{}}\n\
             http {{\naccess_log off;\n{temp}{recipe}}}\n"
        );
        kitchen.folder.write("nginx.conf", whole);
    };
    let nginx = |port| {
        configure(port);
        let mut nginx = judges::nginx().unwrap();
        let dir = format!("{}/", kitchen.folder.0.display());
        nginx.args(["-e", "stderr", "-c", "nginx.conf", "-p", &dir]);
        nginx
    };
    kitchen.serves(nginx);
    kitchen.refuses(|port| {
        let mut nginx = nginx(port);
        nginx.arg("-t");
        nginx
    });
}
