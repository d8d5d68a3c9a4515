//! Each end of the engine talks to the implementations of others over a socket.

use super::ends::Identity;
use crate::support::judges;
use crate::support::pki::{Folder, pem, wall_clock};
use crate::support::server::{Server, without_settings};
use chacha20::ChaCha20Rng;
use padlock::engine::knowers::Actor;
use padlock::engine::tls::connection::Peer;
use padlock::engine::tls::provider::{Group, Suite};
use padlock::engine::tls::recording::{Operation, Recording, What, turn};
use rand::SeedableRng as _;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// How long the other may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// A little earlier, so that no clock is behind the start.
static NOW: LazyLock<u64> = LazyLock::new(|| wall_clock() - 60);
static RSA: LazyLock<Identity> = LazyLock::new(|| Identity::made("rsa", *NOW).unwrap());
static P256: LazyLock<Identity> = LazyLock::new(|| Identity::made("p256", *NOW).unwrap());

/// Who is asked for which suite and group.
const CASES: [(&LazyLock<Identity>, Suite, Group); 6] = [
    (&RSA, Suite::Aes128Gcm, Group::X25519),
    (&RSA, Suite::Aes256Gcm, Group::P256),
    (&RSA, Suite::ChaCha20Poly1305, Group::X25519),
    (&P256, Suite::Aes128Gcm, Group::P256),
    (&P256, Suite::Aes256Gcm, Group::X25519),
    (&P256, Suite::ChaCha20Poly1305, Group::P256),
];

/// A connection over a socket, from the side of the engine.
struct Talk {
    peer: Peer,
    failure: Option<String>,
    operations: Vec<Operation>,
}

impl Talk {
    /// Talks until both have said all, or one gives up.
    fn over(mut socket: TcpStream, begin: impl FnOnce() -> Peer) -> Self {
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let random = [1, 2].map(|seed| ChaCha20Rng::from_seed([seed; 32]));
        let [client, server] = random;
        let run = || {
            let mut peer = begin();
            turn(peer.actor());
            let mut failure = None;
            let mut closed = false;
            loop {
                // The other may have gone; then there is nothing to read either.
                let _ = socket.write_all(&peer.says());
                if failure.is_some() || peer.is_told_all {
                    break;
                }
                if peer.done && !closed && peer.actor() == Actor::Server {
                    let _ = socket.shutdown(Shutdown::Write);
                    closed = true;
                }
                let mut bytes = [0; 4096];
                match socket.read(&mut bytes) {
                    Ok(read) if read > 0 => failure = peer.hears(&bytes[..read]).err(),
                    _ => break,
                }
            }
            let _ = socket.shutdown(Shutdown::Both);
            (peer, failure)
        };
        let ((peer, failure), operations) = Recording::of(client, server, run);
        Self {
            peer,
            failure,
            operations,
        }
    }

    /// The group by which it came to a secret.
    fn group(&self) -> Option<u16> {
        self.operations.iter().find_map(|one| match one.what {
            What::Shared { group, .. } => Some(group),
            _ => None,
        })
    }
}

fn files(folder: &Folder, identity: &Identity) {
    folder.write("root.pem", pem(&identity.root));
    folder.write("server.pem", pem(&identity.certificate));
    folder.write("server-key.pem", pem(&identity.key));
}

/// The client of the engine asks a server that others wrote.
fn asks(folder: &Folder, command: impl Fn(u16) -> Command, says: impl Fn(&str, Suite, Group)) {
    let server = |identity: &Identity| {
        files(folder, identity);
        Server::start(folder, &command)
    };
    for (identity, suite, group) in CASES {
        let server = server(identity);
        let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).unwrap();
        let talk = Talk::over(socket, || {
            let mut client = identity.client(*NOW + 60);
            client.suites = vec![suite];
            client.groups = vec![group];
            client.protocols.clear();
            client.peer().unwrap()
        });
        let case = format!("{suite:?} {group:?}");
        assert_eq!(talk.failure, None, "{case}");
        assert!(talk.peer.is_established(), "{case}");
        assert_eq!(talk.group(), Some(group.number()), "{case}");
        says(&String::from_utf8_lossy(&talk.peer.heard), suite, group);
    }
    // A client of today offers the hybrid and X25519 in one hello, and a server takes
    // what it has; and a client that trusts another root takes no server.
    let server = server(&RSA);
    let connect = || TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).unwrap();
    let talk = Talk::over(connect(), || RSA.client(*NOW + 60).peer().unwrap());
    assert_eq!(talk.failure, None);
    let modern = [Group::X25519, Group::X25519MlKem768].map(Group::number);
    assert!(talk.group().is_some_and(|group| modern.contains(&group)));
    let talk = Talk::over(connect(), || P256.client(*NOW + 60).peer().unwrap());
    let failure = talk.failure.unwrap();
    assert!(failure.contains("certificate"), "{failure}");
    assert!(talk.peer.heard.is_empty());
}

#[test]
fn the_client_asks_openssl() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = Folder::new("tls-s-server");
    let serve = |port: u16| {
        let mut openssl = judges::openssl().unwrap();
        openssl
            .args(["s_server", "-www", "-tls1_3"])
            .args(["-accept", &format!("127.0.0.1:{port}")])
            .args(["-cert", "server.pem", "-key", "server-key.pem"]);
        openssl
    };
    asks(&folder, serve, |heard, suite, _| {
        assert!(heard.starts_with("HTTP/1.0 200"), "{heard}");
        assert!(heard.contains("TLSv1.3"), "{heard}");
        assert!(heard.contains(suite.name()), "{heard}");
    });
}

/// A server that says which suite it came to, and then that this was all.
const SERVES: &str = r"
import socket, ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1_3
context.load_cert_chain('server.pem', 'server-key.pem')
listener = socket.create_server(('127.0.0.1', PORT))
while True:
    plain, _ = listener.accept()
    try:
        with context.wrap_socket(plain, server_side=True) as talk:
            heard = b''
            while not heard.endswith(b'\r\n\r\n'):
                more = talk.recv(4096)
                if not more:
                    raise OSError('nothing was asked')
                heard += more
            said = ' '.join([talk.version(), talk.cipher()[0], heard.split()[1].decode()])
            head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(said)}\r\n\r\n'
            talk.sendall((head + said).encode())
            talk.unwrap()
    except OSError:
        pass
";

#[test]
fn the_client_asks_python() {
    if judges::python_with("ssl").is_none() {
        return;
    }
    let folder = Folder::new("tls-python-serves");
    let serve = |port: u16| {
        let mut python = judges::python_with("ssl").unwrap();
        python.args(["-c", &SERVES.replace("PORT", &port.to_string())]);
        python
    };
    asks(&folder, serve, |heard, suite, _| {
        let expected = format!("TLSv1.3 {} /padlock", suite.name());
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
        assert!(heard.ends_with(&expected), "{heard}");
    });
}

/// A client that others wrote asks the server of the engine; whether it succeeded,
/// and what it said.
fn asked(
    folder: &Folder,
    mut command: Command,
    listener: &TcpListener,
    begin: impl FnOnce() -> Peer,
) -> (bool, String, Talk) {
    let mut child = without_settings(&mut command)
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // openssl sends what it reads; the others read nothing.
    let asks = b"GET /padlock HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let _ = child.stdin.take().unwrap().write_all(asks);
    listener.set_nonblocking(true).unwrap();
    let deadline = Instant::now() + PATIENCE;
    let socket = loop {
        if let Ok((socket, _)) = listener.accept() {
            break socket;
        }
        if Instant::now() > deadline || child.try_wait().unwrap().is_some() {
            let _ = child.kill();
            panic!("nobody came: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    socket.set_nonblocking(false).unwrap();
    let talk = Talk::over(socket, begin);
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.success(), said, talk)
}

/// Lets a client ask the server of the engine: with the root that its certificate
/// is from, and with another one.
fn serves(folder: &Folder, command: impl Fn(u16) -> Command) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    for (identity, suite, group) in CASES {
        files(folder, identity);
        let begin = || {
            let mut server = identity.server(*NOW + 60).unwrap();
            server.suites = vec![suite];
            server.groups = vec![group];
            server.peer().unwrap()
        };
        let (ok, said, talk) = asked(folder, command(port), &listener, begin);
        let case = format!("{suite:?} {group:?}: {said}");
        assert!(ok, "{case}");
        assert!(said.contains("Nobody else can read this."), "{case}");
        assert_eq!(talk.failure, None, "{case}");
        assert!(talk.peer.is_established(), "{case}");
        assert_eq!(talk.group(), Some(group.number()), "{case}");
        let heard = String::from_utf8_lossy(&talk.peer.heard);
        assert!(heard.starts_with("GET /padlock HTTP/1.1\r\n"), "{heard}");
    }
    folder.write("root.pem", pem(&P256.root));
    let begin = || RSA.server(*NOW + 60).unwrap().peer().unwrap();
    let (ok, said, talk) = asked(folder, command(port), &listener, begin);
    assert!(!ok && !said.contains("Nobody else"), "{said}");
    assert!(talk.peer.heard.is_empty());
}

#[test]
fn openssl_asks_the_server() {
    if judges::openssl().is_none() {
        return;
    }
    serves(&Folder::new("tls-s-client"), |port| {
        let mut openssl = judges::openssl().unwrap();
        openssl
            .args(["s_client", "-quiet", "-tls1_3", "-verify_return_error"])
            .args(["-connect", &format!("127.0.0.1:{port}")])
            .args(["-servername", "localhost", "-verify_hostname", "localhost"])
            .args(["-CAfile", "root.pem"]);
        openssl
    });
}

#[test]
fn curl_asks_the_server() {
    if judges::curl().is_none() {
        return;
    }
    serves(&Folder::new("tls-curl"), |port| {
        let mut curl = judges::curl().unwrap();
        curl.args(["--silent", "--show-error", "--noproxy", "*"])
            .args(["--max-time", "20", "--tlsv1.3", "--cacert", "root.pem"])
            .args(["--resolve", &format!("localhost:{port}:127.0.0.1")])
            .arg(format!("https://localhost:{port}/padlock"));
        curl
    });
}

/// A client that prints what it reads until the server says that this was all.
const ASKS: &str = r"
import socket, ssl
context = ssl.create_default_context(cafile='root.pem')
context.minimum_version = ssl.TLSVersion.TLSv1_3
with socket.create_connection(('127.0.0.1', PORT)) as plain:
    with context.wrap_socket(plain, server_hostname='localhost') as talk:
        talk.sendall(b'GET /padlock HTTP/1.1\r\nHost: localhost\r\n\r\n')
        while more := talk.recv(4096):
            print(more.decode())
";

#[test]
fn python_asks_the_server() {
    if judges::python_with("ssl").is_none() {
        return;
    }
    serves(&Folder::new("tls-python-asks"), |port| {
        let mut python = judges::python_with("ssl").unwrap();
        python.args(["-c", &ASKS.replace("PORT", &port.to_string())]);
        python
    });
}
