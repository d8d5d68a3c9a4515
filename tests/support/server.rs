//! A server that a test starts, and curl to reach it.

use super::judges;
use super::pki::Folder;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that ends with its test, however that ends.
pub struct Server {
    child: Child,
    pub port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        // The whole group, gently at first: some have processes of their own.
        for signal in ["-TERM", "-KILL"] {
            let deadline = Instant::now() + Duration::from_secs(5);
            let mut told = false;
            while Instant::now() < deadline {
                if !matches!(self.child.try_wait(), Ok(None)) {
                    return;
                }
                if !told {
                    let group = format!("-{}", self.child.id());
                    let _ = Command::new("kill").args([signal, "--", &group]).status();
                    told = true;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

impl Server {
    /// Starts what `command` makes for a free port, in this folder, and waits
    /// until it listens there.
    pub fn start(folder: &Folder, command: impl FnOnce(u16) -> Command) -> Self {
        let mut server = Self::spawn(folder, command);
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).is_err() {
            let ended = server.child.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {}", log(folder));
            assert!(Instant::now() < deadline, "no server: {}", log(folder));
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Starts what `command` makes, which has to fail by itself; what it wrote.
    pub fn fails(folder: &Folder, command: impl FnOnce(u16) -> Command) -> String {
        let mut server = Self::spawn(folder, command);
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = server.child.try_wait().unwrap() {
                assert!(!status.success(), "it did not fail: {}", log(folder));
                return log(folder);
            }
            assert!(Instant::now() < deadline, "it runs: {}", log(folder));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn spawn(folder: &Folder, command: impl FnOnce(u16) -> Command) -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let log = File::create(folder.0.join("server.log")).unwrap();
        let child = command(port)
            .current_dir(&folder.0)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { child, port }
    }

    /// What curl says of this server by this name: whether it got the page, and
    /// the page or the error.
    pub fn curl(&self, folder: &Folder, options: &[&str], host: &str) -> (bool, String) {
        let mut curl = judges::curl().unwrap();
        curl.args(["--silent", "--show-error", "--noproxy", "*"])
            .args(["--max-time", "20"])
            .args(options)
            .arg(format!("https://{host}:{}/", self.port));
        folder.attempt(without_settings(&mut curl))
    }
}

/// Takes away what tells programs on this machine to trust other roots.
pub fn without_settings(command: &mut Command) -> &mut Command {
    for name in [
        "CURL_CA_BUNDLE",
        "GIT_SSL_CAINFO",
        "NODE_EXTRA_CA_CERTS",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    ] {
        command.env_remove(name);
    }
    command
}

/// What the server of a folder has written so far.
pub fn log(folder: &Folder) -> String {
    String::from_utf8_lossy(&folder.read("server.log")).into_owned()
}
