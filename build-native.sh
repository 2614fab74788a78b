#!/usr/bin/env bash
# Makes a single-file `vmxasm` for this platform, compiled ahead of time: it starts as fast as a C program and needs no .NET.
# Usage: ./build-native.sh [FOLDER]        (default: artifacts/native)
#
# The ahead-of-time compiler is a NuGet package of its own per target framework. Where the one for net10.0 cannot be restored (a mirror that
# lags behind, an air-gapped cache with the long-lived packs only), the same sources are compiled for net9.0, whose packs are older and more
# widely mirrored. A C linker (gcc or clang) must be installed, because .NET links native objects with it.
set -euo pipefail
cd "$(dirname "$0")"

output=${1:-artifacts/native}
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) rid=linux-x64 ;;
    Linux-aarch64) rid=linux-arm64 ;;
    Darwin-x86_64) rid=osx-x64 ;;
    Darwin-arm64) rid=osx-arm64 ;;
    *) echo "build-native.sh: no runtime identifier is known for $(uname -s)-$(uname -m)" >&2; exit 1 ;;
esac
command -v gcc > /dev/null || command -v clang > /dev/null || { echo "build-native.sh: needs gcc or clang, to link" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# For net9.0 System.CommandLine falls back to its netstandard2.0 build, which is not annotated for trimming: a warning and not an error.
# Objects go to a folder of their own, so that the ordinary build's are not mixed with those for one platform.
publish() {
    dotnet publish VmxAsm.Cli -c Release -r "$rid" -p:PublishAot=true -p:VmxAsmTargetFramework="$1" -p:DebugType=none -p:StripSymbols=true \
        --artifacts-path "$work/$1" -o "$work/out" -v q --nologo "${@:2}"
}

publish net10.0 || { echo "build-native.sh: trying net9.0" >&2; publish net9.0 -p:TreatWarningsAsErrors=false; }

mkdir -p "$output"
mv "$work/out/vmxasm" "$output/vmxasm"
echo "$output/vmxasm: $("$output/vmxasm" --version)"
