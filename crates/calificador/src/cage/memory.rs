//! La memoria que ocupan entre todos los que viven en una caja.
//!
//! `RLIMIT_AS` acota a cada proceso, y a la suma no la acota nadie: sesenta hijos
//! dentro de su límite llenan cualquier máquina. Aquí se mira de vez en cuando, desde
//! fuera, y si se pasan se acaba. No es un límite exacto (eso solo lo da un grupo de
//! control): entre mirada y mirada pueden crecer.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use super::Living;

/// Cada cuánto se pesa.
const PERIOD: Duration = Duration::from_millis(50);
/// Lo que ocupa una página en todas las máquinas en las que se sabe explorar.
const PAGE: u64 = 4096;
/// La unidad de `st_blocks` (`stat(2)`).
const BLOCK: u64 = 512;

/// Quien pesa una caja.
#[derive(Debug)]
pub struct Scale<'a> {
    living: &'a Living,
    limit: Option<u64>,
    weighed: Instant,
    most: u64,
}

impl<'a> Scale<'a> {
    /// Para que no pasen de `limit` bytes entre todos, si hay límite.
    pub fn new(living: &'a Living, limit: Option<u64>) -> Self {
        Self {
            living,
            limit,
            weighed: Instant::now(),
            most: 0,
        }
    }

    /// Pesa, si toca. Dice si caben.
    pub fn fits(&mut self) -> bool {
        let Some(limit) = self.limit else {
            return true;
        };
        if self.weighed.elapsed() >= PERIOD {
            self.most = self.most.max(weigh(&self.living.census(), limit));
            self.weighed = Instant::now();
        }
        self.most <= limit
    }

    /// Si se pasaron.
    pub fn overflowed(&self) -> bool {
        self.limit.is_some_and(|limit| self.most > limit)
    }
}

/// Lo que ocupan entre todos, en bytes. Repartir lo compartido cuesta, y solo hace falta
/// si contándolo varias veces no caben en `limit`.
pub fn weigh(pids: &[i32], limit: u64) -> u64 {
    let files = memory_files(pids);
    let rough: u64 = pids.iter().map(|&pid| resident(pid)).sum();
    if rough + files <= limit {
        return rough + files;
    }
    pids.iter().map(|&pid| fair_share(pid)).sum::<u64>() + files
}

/// Sus páginas en memoria, compartidas o no (`proc_pid_statm(5)`).
fn resident(pid: i32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/statm")).unwrap_or_default();
    let pages = text.split_whitespace().nth(1);
    pages.and_then(|pages| pages.parse().ok()).unwrap_or(0) * PAGE
}

/// Sus páginas, y de las compartidas su parte (`Pss`, `proc_pid_smaps(5)`).
fn fair_share(pid: i32) -> u64 {
    let Ok(text) = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")) else {
        return resident(pid);
    };
    let kilobytes = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Los archivos que solo existen en memoria (`memfd_create(2)`): lo escrito en ellos no
/// es de ningún proceso, y ningún límite de memoria los cuenta.
fn memory_files(pids: &[i32]) -> u64 {
    let mut sizes = HashMap::new();
    for pid in pids {
        let Ok(entries) = fs::read_dir(format!("/proc/{pid}/fd")) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let is_memory = fs::read_link(&path)
                .is_ok_and(|to| to.as_os_str().as_encoded_bytes().starts_with(b"/memfd:"));
            if let Some(file) = is_memory.then(|| fs::metadata(&path).ok()).flatten() {
                sizes.insert(file.ino(), file.blocks() * BLOCK);
            }
        }
    }
    sizes.values().sum()
}
