//! Un navegador de verdad, por WebDriver: lo justo para leer, pulsar y escribir.
//!
//! Hacen falta Chromium y su chromedriver. Sin ellos la prueba lo dice y no comprueba
//! nada, salvo con `CI=true`, donde eso es un fallo.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Plazo para que algo aparezca en la página; agotarlo es un fallo.
const DEADLINE: Duration = Duration::from_secs(30);

/// Plazo para un guion que lo mira todo, como los de accesibilidad en el libro entero.
const SCRIPT_DEADLINE: Duration = Duration::from_secs(240);

/// Teclas que no son letras, con los códigos de WebDriver.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const CONTROL: &str = "\u{e009}";

/// Las veces que se arranca el conductor. Elige un puerto libre en IPv4 y necesita el mismo
/// en IPv6: si otro lo tiene, se va sin más, y a la siguiente elige otro.
const TRIES: usize = 5;

/// El puerto en el que escucha, que lo dice al empezar. `None` si terminó sin decirlo.
fn port_of(driver: &mut Child) -> Option<u16> {
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    })
}

/// Una ventana abierta.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: TempDir,
}

impl Browser {
    /// Abre una ventana que solo puede hablar con esta máquina.
    pub fn open() -> Option<Self> {
        let mut told = None;
        for _ in 0..TRIES {
            let driver = Command::new("chromedriver")
                .arg("--port=0")
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn();
            let Ok(mut driver) = driver else {
                assert!(
                    std::env::var_os("CI").is_none(),
                    "en CI debe haber un navegador"
                );
                eprintln!(
                    "OMITIDA: no hay chromedriver. Instálalo con: apt-get install chromium chromium-driver"
                );
                return None;
            };
            if let Some(port) = port_of(&mut driver) {
                told = Some((driver, port));
                break;
            }
            driver.wait().unwrap();
        }
        let (driver, port) = told.expect("chromedriver encuentra un puerto libre");
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            profile,
        };
        browser.session = browser.start();
        Some(browser)
    }

    fn start(&self) -> String {
        let folder = self.profile.path();
        let mut args = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--disable-extensions".into(),
            "--lang=es".into(),
            "--window-size=1280,1600".into(),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".into(),
            format!("--user-data-dir={}", folder.display()),
        ];
        // Chromium no se encierra a sí mismo si lo lanza root, como en un contenedor de CI.
        if fs::metadata(folder).unwrap().uid() == 0 {
            args.push("--no-sandbox".into());
        }
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"args": args},
        }}});
        let answer = self.call("POST", "/session", &wanted);
        let session = answer["sessionId"].as_str().unwrap().to_owned();
        let patience = json!({ "script": SCRIPT_DEADLINE.as_millis() });
        self.call("POST", &format!("/session/{session}/timeouts"), &patience);
        session
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" {
            body.to_string()
        } else {
            String::new()
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(SCRIPT_DEADLINE)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .unwrap();
        let body = read_answer(stream);
        let value: Value = serde_json::from_slice(&body).unwrap();
        assert!(value["value"]["error"].is_null(), "{path}: {value}");
        value["value"].clone()
    }

    fn session(&self, path: &str, body: &Value) -> Value {
        self.call("POST", &format!("/session/{}{path}", self.session), body)
    }

    pub fn go(&self, address: &str) {
        self.session("/url", &json!({ "url": address }));
    }

    pub fn reload(&self) {
        self.session("/refresh", &json!({}));
    }

    /// Lo que vale una expresión de JavaScript en la página.
    pub fn eval(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        self.session("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Lo que acaba entregando un guion, que recibe `entregar` para hacerlo.
    pub fn eval_later(&self, script: &str) -> Value {
        let script = format!("const entregar = arguments[0]; {script}");
        self.session("/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Espera a que la expresión sea cierta y devuelve lo que vale.
    pub fn wait(&self, expression: &str) -> Value {
        self.wait_up_to(DEADLINE, expression)
    }

    /// Lo mismo, para lo que compila o ejecuta muchas cosas en una máquina ocupada.
    pub fn wait_patiently(&self, expression: &str) -> Value {
        self.wait_up_to(6 * DEADLINE, expression)
    }

    fn wait_up_to(&self, deadline: Duration, expression: &str) -> Value {
        let start = Instant::now();
        loop {
            let value = self.eval(expression);
            if !matches!(value, Value::Null | Value::Bool(false)) && value != "" {
                return value;
            }
            assert!(
                start.elapsed() < deadline,
                "no llega a cumplirse: {expression}; en pantalla: {}",
                self.eval("document.querySelector('main').innerText")
            );
        }
    }

    /// El texto que se ve de un elemento.
    pub fn text(&self, css: &str) -> String {
        let text = self.eval(&format!("document.querySelector(`{css}`).innerText"));
        text.as_str().unwrap().to_owned()
    }

    /// Pulsa un elemento, que tiene que estar a la vista.
    pub fn click(&self, css: &str) {
        let found = self.session("/element", &json!({"using": "css selector", "value": css}));
        let id = found
            .as_object()
            .unwrap()
            .values()
            .next()
            .unwrap()
            .as_str()
            .unwrap();
        self.session(&format!("/element/{id}/click"), &json!({}));
    }

    /// Pulsa y suelta cada tecla, en orden, donde esté el foco.
    pub fn press(&self, keys: &[&str]) {
        let actions: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        self.keyboard(&actions);
    }

    /// Pulsa una tecla mientras se mantiene Control.
    pub fn press_with_control(&self, key: &str) {
        let step = |kind: &str, key: &str| json!({"type": kind, "value": key});
        self.keyboard(&[
            step("keyDown", CONTROL),
            step("keyDown", key),
            step("keyUp", key),
            step("keyUp", CONTROL),
        ]);
    }

    /// Escribe un texto, letra a letra.
    pub fn write(&self, text: &str) {
        let keys: Vec<String> = text.chars().map(String::from).collect();
        self.press(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Escribe un texto de golpe donde esté el foco, como al pegarlo.
    pub fn paste(&self, text: &str) {
        let insert = json!({"cmd": "Input.insertText", "params": {"text": text}});
        self.session("/goog/cdp/execute", &insert);
    }

    /// El nombre de la pestaña en la que se está.
    pub fn tab(&self) -> String {
        let path = format!("/session/{}/window", self.session);
        self.call("GET", &path, &json!({}))
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Abre otra pestaña y se pasa a ella.
    pub fn new_tab(&self) -> String {
        let opened = self.session("/window/new", &json!({"type": "tab"}));
        let handle = opened["handle"].as_str().unwrap().to_owned();
        self.switch(&handle);
        handle
    }

    /// Pasa a otra pestaña.
    pub fn switch(&self, tab: &str) {
        self.session("/window", &json!({ "handle": tab }));
    }

    fn keyboard(&self, actions: &[Value]) {
        let body = json!({"actions": [{"type": "key", "id": "teclado", "actions": actions}]});
        self.session("/actions", &body);
    }

    /// Una pantalla de este ancho, como la de un teléfono.
    pub fn narrow(&self, width: u32) {
        self.screen(
            &json!({"width": width, "height": 700, "deviceScaleFactor": 1, "mobile": true}),
        );
    }

    /// Una ventana de escritorio de este ancho con la página ampliada `zoom` veces: es lo
    /// mismo que una más estrecha de puntos más gruesos.
    pub fn zoomed(&self, width: u32, zoom: u32) {
        self.screen(&json!({
            "width": width / zoom, "height": 1600 / zoom, "deviceScaleFactor": zoom, "mobile": false,
        }));
    }

    fn screen(&self, metrics: &Value) {
        self.session(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics}),
        );
    }

    /// La página, como se vería en papel.
    pub fn as_printed(&self) {
        self.session(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setEmulatedMedia", "params": {"media": "print"}}),
        );
    }

    /// La página, para quien ha pedido al sistema que nada se mueva.
    pub fn calm(&self) {
        let features = json!([{"name": "prefers-reduced-motion", "value": "reduce"}]);
        self.session(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}}),
        );
    }

    /// La página, para quien ha pedido al sistema colores oscuros, o claros.
    pub fn prefers(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.session(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}}),
        );
    }

    /// Acepta la pregunta que ha hecho la página.
    pub fn accept(&self) {
        self.session("/alert/accept", &json!({}));
    }

    /// Lo que la consola ha dicho desde la última vez.
    pub fn console(&self) -> Vec<String> {
        let log = self.session("/se/log", &json!({"type": "browser"}));
        let entries = log.as_array().unwrap();
        entries
            .iter()
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    /// Las direcciones que el navegador ha pedido desde la última vez.
    pub fn requested(&self) -> Vec<String> {
        let log = self.session("/se/log", &json!({"type": "performance"}));
        let entries = log.as_array().unwrap().iter();
        entries
            .filter_map(|entry| {
                let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
                let message = &message["message"];
                (message["method"] == "Network.requestWillBeSent")
                    .then(|| {
                        message["params"]["request"]["url"]
                            .as_str()
                            .map(str::to_owned)
                    })
                    .flatten()
            })
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.call("DELETE", &format!("/session/{}", self.session), &json!({}));
        }
        // chromedriver cierra sus navegadores al recibir SIGTERM.
        let pid = nix::unistd::Pid::from_raw(self.driver.id().cast_signed());
        let _ = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
        let _ = self.driver.wait();
    }
}

/// El cuerpo de una respuesta. chromedriver no cierra la conexión al acabar.
fn read_answer(stream: TcpStream) -> Vec<u8> {
    let mut source = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        source.read_line(&mut line).unwrap();
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    source.read_exact(&mut body).unwrap();
    body
}
