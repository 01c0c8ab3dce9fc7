//! De qué depende, aparte del programa, lo que una exploración ve: quién lo
//! compiló, con qué biblioteca de C y en qué procesador.

use std::fs;
use std::process::Command;

/// Instrucciones que la biblioteca de C mira para elegir cómo copia y cómo mide
/// un texto: cambian en cuántos accesos se hace.
const CHOOSING_FLAGS: [&str; 8] = [
    "avx", "avx2", "avx512vl", "avx512bw", "bmi2", "erms", "fsrm", "rtm",
];

/// Este entorno, en unas líneas que se guardan junto a las grabaciones.
pub fn describe() -> String {
    format!(
        "compilador: {}\nbiblioteca de C: {}\nprocesador: {}{}\n",
        first_line("cc", &["--version"]),
        first_line("getconf", &["GNU_LIBC_VERSION"]),
        std::env::consts::ARCH,
        choosing_flags(),
    )
}

fn first_line(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).env("LC_ALL", "C").output();
    let text = output.map_or_else(|_| Vec::new(), |output| output.stdout);
    let text = String::from_utf8_lossy(&text);
    text.lines().next().unwrap_or("desconocido").to_owned()
}

fn choosing_flags() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let all: Vec<&str> = info
        .lines()
        .find(|line| line.starts_with("flags"))
        .map_or_else(Vec::new, |line| line.split_whitespace().collect());
    CHOOSING_FLAGS
        .iter()
        .filter(|flag| all.contains(flag))
        .fold(String::new(), |text, flag| text + " " + flag)
}
