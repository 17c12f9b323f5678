//! Which hosts `no_proxy` names, by curl's rules (`noproxy.c` of curl 8): hosts with all that is
//! below them, addresses and networks, `*` for all. There are no ports in it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `host` (an IPv6 address in brackets) is reached without a proxy.
pub(super) fn covers(no_proxy: &str, host: &str) -> bool {
    if no_proxy == "*" {
        return true;
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    let address = address_of(host);
    no_proxy
        .split([',', ' ', '\t'])
        .filter(|part| !part.is_empty())
        .any(|part| match address {
            Some(address) => is_in_network(part, address),
            None => is_below(part, host),
        })
}

fn address_of(host: &str) -> Option<IpAddr> {
    match host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        Some(inner) => inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// `example.com` and `.example.com` both stand for the host and for all below it.
fn is_below(part: &str, host: &str) -> bool {
    let part = part.strip_suffix('.').unwrap_or(part);
    let part = part.strip_prefix('.').unwrap_or(part).to_ascii_lowercase();
    let host = host.to_ascii_lowercase();
    match host.strip_suffix(&part) {
        Some(rest) => rest.is_empty() || rest.ends_with('.') && !part.is_empty(),
        None => false,
    }
}

fn is_in_network(part: &str, address: IpAddr) -> bool {
    let (network, bits) = match part.split_once('/') {
        Some((network, bits)) => match bits.parse::<u32>() {
            Ok(bits) => (network, Some(bits)),
            Err(_) => return false,
        },
        None => (part, None),
    };
    let network = network.trim_start_matches('[').trim_end_matches(']');
    match (network.parse::<IpAddr>(), address) {
        (Ok(IpAddr::V4(network)), IpAddr::V4(address)) => {
            let outside = 32 - bits.unwrap_or(32).min(32);
            let difference = u32::from(network) ^ u32::from(address);
            difference.checked_shr(outside).unwrap_or(0) == 0
        }
        (Ok(IpAddr::V6(network)), IpAddr::V6(address)) => {
            let outside = 128 - bits.unwrap_or(128).min(128);
            let difference = u128::from(network) ^ u128::from(address);
            difference.checked_shr(outside).unwrap_or(0) == 0
        }
        _ => false,
    }
}
