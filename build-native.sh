#!/usr/bin/env bash
# Makes a single-file `vmxasm` for this platform, compiled ahead of time: it starts as fast as a C program and needs no .NET.
# Usage: ./build-native.sh [FOLDER]        (default: artifacts/native)
#
# The ahead-of-time compiler is a NuGet package of its own (Microsoft.DotNet.ILCompiler), restored when this first runs. A C linker (gcc or clang) must be
# installed, because .NET links native objects with it.
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

# Objects go to a folder of their own, so that the ordinary build's are not mixed with those for one platform.
dotnet publish VmxAsm.Cli -c Release -r "$rid" -p:PublishAot=true -p:DebugType=none -p:StripSymbols=true \
    --artifacts-path "$work/build" -o "$work/out" -v q --nologo

mkdir -p "$output"
mv "$work/out/vmxasm" "$output/vmxasm"
echo "$output/vmxasm: $("$output/vmxasm" --version)"
