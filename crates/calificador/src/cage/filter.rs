//! El filtro de llamadas al sistema: lo que ningún ejercicio necesita.
//!
//! Es una lista de lo que se niega, y no la frontera: la frontera son los espacios de
//! nombres. Quita superficie del núcleo y lo que una caja no separa (`io_uring`,
//! claves, la terminal).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use nix::libc::{self, sock_filter};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// Las que se niegan siempre.
const REFUSED: &[libc::c_long] = &[
    // Mirar o tocar otros procesos.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_process_madvise,
    // Llaveros, que no tienen espacio de nombres.
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    // Partes del núcleo con mucha historia de fallos.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_userfaultfd,
    libc::SYS_perf_event_open,
    libc::SYS_memfd_secret,
    // Montajes y espacios de nombres.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    // La máquina.
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_adjtimex,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
];

/// Desde aquí se numeran las llamadas de la interfaz x32, que serían una puerta
/// trasera: las mismas llamadas con otro número.
const X32: u32 = 0x4000_0000;

/// El filtro, en instrucciones de BPF.
///
/// # Errores
/// Si `seccompiler` no conoce esta arquitectura.
pub fn program() -> Result<Vec<sock_filter>> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        REFUSED.iter().map(|&number| (number, Vec::new())).collect();
    rules.insert(libc::SYS_socket, vec![not_local()?]);
    rules.insert(libc::SYS_clone, namespaces()?);
    rules.insert(
        libc::SYS_ioctl,
        vec![
            argument(1, SeccompCmpOp::Eq, libc::TIOCSTI)?,
            argument(1, SeccompCmpOp::Eq, libc::TIOCLINUX)?,
        ],
    );
    let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let arch = std::env::consts::ARCH;
    let arch = arch
        .try_into()
        .with_context(|| format!("no hay filtro de llamadas para {arch}"))?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch)?;
    let compiled: BpfProgram = filter.try_into()?;
    let mut program = refuse_x32();
    program.extend(compiled.iter().map(|step| sock_filter {
        code: step.code,
        jt: step.jt,
        jf: step.jf,
        k: step.k,
    }));
    Ok(program)
}

/// Las mismas instrucciones, en bytes.
pub fn bytes(program: &[sock_filter]) -> Vec<u8> {
    program
        .iter()
        .flat_map(|step| {
            let [c0, c1] = step.code.to_ne_bytes();
            let [k0, k1, k2, k3] = step.k.to_ne_bytes();
            [c0, c1, step.jt, step.jf, k0, k1, k2, k3]
        })
        .collect()
}

/// Un `socket` que no es de la propia máquina.
fn not_local() -> Result<SeccompRule> {
    argument(0, SeccompCmpOp::Ne, libc::AF_UNIX.unsigned_abs().into())
}

/// Un `clone` con espacios de nombres nuevos. `clone3` lleva lo suyo en memoria, que
/// un filtro no puede leer: de eso se encarga `--disable-userns`.
fn namespaces() -> Result<Vec<SeccompRule>> {
    [
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWNS,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWCGROUP,
    ]
    .into_iter()
    .map(|flag| {
        let flag = u64::from(flag.unsigned_abs());
        argument(0, SeccompCmpOp::MaskedEq(flag), flag)
    })
    .collect()
}

fn argument(place: u8, how: SeccompCmpOp, value: u64) -> Result<SeccompRule> {
    let condition = SeccompCondition::new(place, SeccompCmpArgLen::Dword, how, value)?;
    Ok(SeccompRule::new(vec![condition])?)
}

/// Lo primero: una llamada x32 no existe.
fn refuse_x32() -> Vec<sock_filter> {
    let code = |code: u32| u16::try_from(code).unwrap_or(u16::MAX);
    let step = |code, jt, jf, k| sock_filter { code, jt, jf, k };
    let nosys = libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs();
    vec![
        step(code(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS), 0, 0, 0),
        step(code(libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K), 0, 1, X32),
        step(code(libc::BPF_RET | libc::BPF_K), 0, 0, nosys),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_is_made_of_whole_instructions_and_fits_in_the_kernel() {
        let program = program().unwrap();

        assert_eq!(bytes(&program).len(), program.len() * 8);
        assert!(program.len() > REFUSED.len() && program.len() < 4096);
    }
}
