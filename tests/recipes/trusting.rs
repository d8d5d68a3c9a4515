//! What trusts a root by a recipe reaches the server then, and no longer once it
//! has been made to forget it: each in a home of its own.

use crate::support::pki::{Folder, inputs, run, wall_clock, write_files};
use crate::support::server::Server;
use crate::support::{judges, pki, server};
use padlock::units::{Inputs, Output, Randomness, Tool};
use std::process::Command;

/// The files of a test, and a server with them.
struct Kitchen {
    folder: Folder,
    made: Output,
    server: Server,
}

impl Kitchen {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let make = |seed: u8| {
            let inputs = Inputs {
                // A little earlier, so that no clock is behind the start.
                now: wall_clock() - 60,
                randomness: Randomness::Fresh([seed; 32]),
                ..inputs("make-it")
            };
            run("make-it", &inputs).unwrap()
        };
        let made = make(1);
        write_files(&folder, &made);
        folder.write("index.html", "Hello over HTTPS");
        folder.write("other.pem", pki::pem(&make(2).drafts[1]));
        let mut serving = made.recipes.iter();
        let serving = serving.find(|recipe| recipe.tool == Tool::Ssl).unwrap();
        let server = Server::start(&folder, |port| {
            let mut python = judges::python().unwrap();
            python.args(["-c", &serving.code.replace("5000", &port.to_string())]);
            python
        });
        Self {
            folder,
            made,
            server,
        }
    }

    /// The recipe by which a tool trusts the root of this server.
    fn recipe(&self, tool: Tool) -> String {
        let mut recipes = self.made.recipes.iter().rev();
        let recipe = recipes.find(|recipe| recipe.tool == tool).unwrap();
        recipe
            .code
            .replace(":5000", &format!(":{}", self.server.port))
    }

    /// A shell with these commands, whose home is the folder.
    fn shell(&self, code: &str) -> Command {
        let mut shell = judges::shell_beside_python();
        server::without_settings(&mut shell)
            .args(["-c", &format!("set -e\n{code}")])
            .env("HOME", &self.folder.0);
        shell
    }
}

/// A recipe in two: to trust, and to forget.
fn halves(recipe: &str) -> (&str, &str) {
    let (trust, forget) = recipe.split_once("# and to forget it").unwrap();
    (trust, forget.split_once('\n').unwrap().1)
}

#[test]
fn a_machine() {
    let missing = [judges::python(), judges::curl(), judges::openssl()];
    if missing.iter().any(Option::is_none) || judges::update_ca_certificates().is_none() {
        return;
    }
    let kitchen = Kitchen::new("trust-machine");
    let folder = &kitchen.folder;
    for name in ["local", "etc", "hooks"] {
        std::fs::create_dir(folder.0.join(name)).unwrap();
    }
    let all = kitchen.recipe(Tool::Linux);
    let (debian, _) = all.split_once("# Fedora").unwrap();
    let (trust, forget) = halves(debian);
    // The same commands on other directories, by one who needs no sudo for them.
    let dir = folder.0.display().to_string();
    let elsewhere = |code: &str| {
        let update = format!(
            "PATH=$PATH:/usr/sbin update-ca-certificates --localcertsdir {dir}/local \
             --etccertsdir {dir}/etc --hooksdir {dir}/hooks"
        );
        let code = code
            .replace(
                "/usr/local/share/ca-certificates/",
                &format!("{dir}/local/"),
            )
            .replace("update-ca-certificates", &update)
            .replace("sudo ", "");
        assert_eq!(code.matches("--etccertsdir").count(), 1, "{code}");
        code
    };
    let bundle = ["--cacert", "etc/ca-certificates.crt"];
    let heard = |options: &[&str]| kitchen.server.curl(folder, options, "localhost");
    let said = folder.run(&mut kitchen.shell(&elsewhere(trust)));
    let (ok, page) = heard(&bundle);
    assert!(ok && page == "Hello over HTTPS", "{page}\n{said}");
    // By the directory too, where OpenSSL looks for the hash of a name.
    let (ok, page) = heard(&["--capath", "etc"]);
    assert!(ok && page == "Hello over HTTPS", "{page}\n{said}");
    let said = folder.run(&mut kitchen.shell(&elsewhere(forget)));
    for options in [&bundle[..], &["--capath", "etc"]] {
        let (ok, page) = heard(options);
        assert!(!ok && page.contains("(60)"), "{page}\n{said}");
    }
}

#[test]
fn a_program_in_python() {
    if judges::python_with("requests").is_none() || judges::openssl().is_none() {
        return;
    }
    let kitchen = Kitchen::new("trust-python");
    let folder = &kitchen.folder;
    let url = format!("https://localhost:{}/", kitchen.server.port);
    let own = format!("import urllib.request\nprint(urllib.request.urlopen('{url}').read())\n");
    let requests = format!("import requests\nprint(requests.get('{url}').text)\n");
    let recipe = kitchen.recipe(Tool::Ssl);
    let lines = |with: &str| {
        let mut lines = recipe.lines().filter_map(|line| line.split_once(with));
        lines.next().unwrap().1.to_owned()
    };
    let trusts = |code: &str| {
        let (ok, said) = folder.attempt(&mut kitchen.shell(code));
        let refused = said.contains("CERTIFICATE_VERIFY_FAILED");
        assert!(ok != refused, "{code}: {said}");
        assert_eq!(ok, said.contains("Hello over HTTPS"), "{code}: {said}");
        ok
    };
    for (program, with) in [
        (&own, "# SSL_CERT_FILE="),
        (&requests, "# REQUESTS_CA_BUNDLE="),
    ] {
        folder.write("program.py", program);
        let command = format!("{}{}", &with[2..], lines(with));
        assert!(trusts(&command), "{command}");
        assert!(!trusts(&command.replace("root.pem", "other.pem")));
        assert!(!trusts("python3 program.py"));
    }
    // Neither looks where the other does, and roots in a directory stay.
    folder.write("program.py", &own);
    assert!(!trusts("REQUESTS_CA_BUNDLE=root.pem python3 program.py"));
    folder.run(&mut kitchen.shell("mkdir roots; cp root.pem roots; openssl rehash roots"));
    let nothing = "SSL_CERT_FILE=server-key.pem";
    assert!(!trusts(&format!("{nothing} python3 program.py")));
    let both = format!("{nothing} SSL_CERT_DIR=roots");
    assert!(trusts(&format!("{both} python3 program.py")));
    let code = format!(
        "import requests\nprint({}.text)\n",
        lines("# With requests: ")
    );
    folder.write("program.py", &code);
    assert!(trusts("python3 program.py"));
    folder.write("program.py", code.replace("root.pem", "other.pem"));
    assert!(!trusts("python3 program.py"));
}

#[test]
fn git_for_one_host() {
    if judges::python().is_none() || judges::git().is_none() {
        return;
    }
    let kitchen = Kitchen::new("trust-git");
    let recipe = kitchen.recipe(Tool::Git);
    let (trust, forget) = halves(&recipe);
    let run = |code: &str| kitchen.folder.attempt(&mut kitchen.shell(code));
    // There is no repository to be had; what it is refused for, tells.
    let trusts = || {
        let url = format!("https://localhost:{}/", kitchen.server.port);
        let (ok, said) = run(&format!("git -c http.proxy= ls-remote {url}"));
        assert!(!ok, "{said}");
        let refused = said.contains("certificate");
        assert_eq!(!refused, said.contains("not found"), "{said}");
        !refused
    };
    assert!(!trusts());
    assert_eq!(run(trust), (true, String::new()));
    assert!(trusts());
    assert_eq!(run(forget), (true, String::new()));
    assert!(!trusts());
    let kept = String::from_utf8(kitchen.folder.read(".gitconfig")).unwrap();
    assert!(!kept.contains("sslCAInfo"), "{kept}");
}

#[test]
fn java() {
    if judges::python().is_none() || judges::optional("keytool").is_none() {
        return;
    }
    let kitchen = Kitchen::new("trust-java");
    let recipe = kitchen.recipe(Tool::Java);
    let (trust, forget) = halves(&recipe);
    let list = "keytool -list -keystore truststore.p12 -storepass changeit";
    let run = |code: &str| kitchen.folder.run(&mut kitchen.shell(code));
    run(trust);
    assert!(run(list).contains("padlock-root"));
    run(forget);
    assert!(!run(list).contains("padlock-root"));
}

#[test]
fn each_recipe_says_what_a_trusted_root_can_do() {
    let root = run("ca-root", &inputs("ca-root")).unwrap();
    let trusting: Vec<_> = root.recipes.iter().rev().take(9).collect();
    assert!(trusting.iter().all(|it| it.title.starts_with("Trust this")));
    for recipe in trusting {
        let says = "forget it when the lesson is over";
        assert!(recipe.code.contains(says), "{}", recipe.title);
    }
}
